# Antonyms out of WordNet's data files (data.adj data.adv data.noun data.verb): word, its opposites; for dictionaries/en/antonyms.tsv.
# Usage: LC_ALL=C awk -f antonyms.awk data.* | LC_ALL=C sort
function clean(w) { sub(/\(.*\)/, "", w); return tolower(w) }
/^[0-9]/ {
    kind = $3 == "s" ? "a" : $3
    n = 0; for (i = 1; i <= 2; i++) n = n * 16 + index("0123456789abcdef", substr($4, i, 1)) - 1
    for (i = 1; i <= n; i++) word[kind, $1, i] = clean($(3 + 2 * i))
    at = 6 + 2 * n; pointers = $(at - 1) + 0
    for (i = 0; i < pointers; i++) {
        p = at + 4 * i
        if ($p != "!") continue
        own = 0; other = 0
        for (k = 1; k <= 2; k++) own = own * 16 + index("0123456789abcdef", substr($(p + 3), k, 1)) - 1
        for (k = 3; k <= 4; k++) other = other * 16 + index("0123456789abcdef", substr($(p + 3), k, 1)) - 1
        from[++count] = kind SUBSEP $1 SUBSEP own; to[count] = ($(p + 2) == "s" ? "a" : $(p + 2)) SUBSEP $(p + 1) SUBSEP other
    }
}
END {
    for (i = 1; i <= count; i++) {
        a = word[from[i]]; b = word[to[i]]
        if (a == "" || b == "" || a ~ /_/ || b ~ /_/ || seen[a, b]++) continue
        all[a] = all[a] == "" ? b : all[a] " " b
    }
    for (a in all) print a "\t" all[a]
}
