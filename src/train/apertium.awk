# Rows form, lemma, tag (in the names of it/tags.tsv, for train-forms) from what `lt-proc -w ANALYSER` says of a list of words:
#     lt-proc -w spa-eng.automorf.bin <words.txt | awk -f src/train/apertium.awk | xz >forms.tsv.xz
# Words with enclitic pronouns become VER:inf+cli and the like; what has no tag of ours is left out.
function has(t) { return index(tags, "<" t ">") > 0 }
function gender(m, f) { return has("f") ? f : has("m") ? m : m " " f }
function number(s, p) { return has("sg") ? s : has("pl") ? p : s " " p }
function emit(tag) { print form "\t" lemma "\t" tag }
function both(before, middle, m, f, s, p,   gs, ns, ng, nn, i, k) { # all combinations of what is left open
    ng = split(gender(m, f), gs, " "); nn = split(number(s, p), ns, " ")
    for (i = 1; i <= ng; i++) for (k = 1; k <= nn; k++) emit(before gs[i] middle ns[k])
}
function person() { return has("p1") ? "1" : has("p2") ? "2" : "3" }
function verb(kind,   n, ns, i, k, gs, j, tense) {
    tense = has("pri") ? "ind+pres" : has("pii") ? "ind+impf" : has("ifi") ? "ind+past" : has("fti") ? "ind+fut" : has("cni") ? "cond+pres" : \
            has("prs") || has("fts") ? "sub+pres" : has("pis") ? "sub+impf" : ""
    if (cli) { if (kind == "VER") emit(has("inf") ? "VER:inf+cli" : has("ger") ? "VER:ger+cli" : "VER:impr+cli"); return }
    if (has("inf")) emit(kind ":inf+pres")
    else if (has("ger")) emit(kind ":ger+pres")
    else if (has("pp")) {
        n = split(number("s", "p"), ns, " "); k = split(gender("m", "f"), gs, " ")
        for (i = 1; i <= n; i++) for (j = 1; j <= k; j++) emit(kind ":part+past+" ns[i] "+" gs[j])
    } else if (has("imp")) { if (!has("p3")) emit(kind ":impr+pres+" person() "+" number("s", "p")) }
    else if (tense) { n = split(number("s", "p"), ns, " "); for (i = 1; i <= n; i++) emit(kind ":" tense "+" person() "+" ns[i]) }
}
function analysis(a,   i) {
    cli = index(a, "+") > 0 && a ~ /<enc>/
    if (index(a, "+") && !cli) { # a preposition with its article
        if (a ~ /^[^<]*<pr>\+/) { tags = a; lemma = form; both("ARTPRE-", ":", "M", "F", "s", "p") }
        return
    }
    i = index(a, "<"); if (i < 2) return
    lemma = substr(a, 1, i - 1); tags = substr(a, i); sub(/\+.*/, "", tags)
    if (lemma == "prpers") lemma = form
    if (has("vbser") || has("vbhaver")) { verb("VER"); verb("AUX") }
    else if (has("vblex") || has("vbmod") || has("vaux")) verb("VER")
    else if (has("np")) emit("NPR")
    else if (has("n")) both("NOUN-", ":", "M", "F", "s", "p")
    else if (has("adj")) both(has("comp") ? "ADJ:comp+" : has("sup") ? "ADJ:sup+" : "ADJ:pos+", "+", "m", "f", "s", "p")
    else if (has("det") && (has("def") || has("ind") && lemma ~ /^un/)) both("ART-", ":", "M", "F", "s", "p")
    else if (has("det")) both(has("pos") ? "DET-POSS:" : has("dem") ? "DET-DEMO:" : has("itg") ? "DET-WH:" : "DET-INDEF:", "+", "m", "f", "s", "p")
    else if (has("num")) emit("DET-NUM")
    else if (has("rel")) emit("WH-CHE")
    else if (has("prn") && (has("pro") || has("enc"))) emit("PRO-CLI")
    else if (has("prn") && has("tn")) emit(has("p1") ? "PRO-PERS-1" : has("p2") ? "PRO-PERS-2" : has("f") ? "PRO-PERS-3-F" : "PRO-PERS-3-M")
    else if (has("prn")) both("PRO-", "-", "M", "F", "S", "P")
    else if (has("pr")) emit("PRE")
    else if (has("adv") || has("preadv")) emit("ADV")
    else if (has("cnjcoo") || has("cnjsub") || has("cnjadv")) emit("CON")
    else if (has("ij")) emit("INT")
}
/^\^/ {
    line = $0; sub(/^\^/, "", line); sub(/\$.*/, "", line)
    n = split(line, part, "/"); form = part[1]
    for (k = 2; k <= n; k++) if (part[k] !~ /^\*/) analysis(part[k])
}
