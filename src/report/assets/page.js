/* Makes the report handier: filters, search, keys, explanations where the pointer or focus is, words that belong together.
   The page is complete without it. */
(() => {
"use strict";
const root = document.documentElement;
root.classList.add("js");

const id = name => document.getElementById(name);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const severities = ["minor", "major", "critical"];
const narrow = matchMedia("(max-width: 52rem)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/* What the reader chose for one page holds for the next; where storage is refused, it does not. */
const kept = {
    get(name) { try { return localStorage.getItem("calco-" + name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem("calco-" + name, value); } catch { /* only convenience */ } },
};

/* --- theme: set before anything is drawn --- */

const themes = ["auto", "light", "dark"];
let theme = themes.includes(kept.get("theme")) ? kept.get("theme") : "auto";
const applyTheme = () => { if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme; };
applyTheme();

addEventListener("DOMContentLoaded", () => {

/* --- findings, their marks and sentences --- */

const findings = all(".galley .note").map(note => ({
    note, id: note.id, marks: [], sentence: note.closest(".s"), severity: note.dataset.s, category: note.dataset.c,
    silent: note.classList.contains("x"), shown: true, words: null,
}));
const byId = new Map(findings.map(f => [f.id, f]));
const marks = all(".m").map(mark => {
    const m = { mark, findings: mark.getAttribute("aria-describedby").split(" ").map(i => byId.get(i)).filter(Boolean),
                href: mark.getAttribute("href") || mark.dataset.href };
    m.findings.forEach(f => f.marks.push(m));
    return m;
});
findings.forEach(f => { f.at = f.marks.length ? marks.indexOf(f.marks[0]) : -1; });
const inOrder = findings.filter(f => f.at >= 0).sort((a, b) => a.at - b.at); /* notes list the suppressed last */
const markOf = new Map(marks.map(m => [m.mark, m]));
const sentences = all(".s").map(s => ({ element: s, findings: [], block: s.parentElement, words: null }));
const sentenceOf = new Map(sentences.map(s => [s.element, s]));
findings.forEach(f => { if (f.sentence) sentenceOf.get(f.sentence).findings.push(f); });

/* --- filters --- */

const choice = { severities: new Set(severities), without: new Set(), query: "", silent: false, faulty: false };
const plain = s => s.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
const wordsOf = f => f.words ??= plain(f.note.textContent);
const wordsIn = s => s.words ??= plain(all(".target, .source > p:first-child", s.element).map(e => e.textContent).join(" "));
const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

const categories = [...new Set(findings.map(f => f.category))].sort();
for (const name of categories) {
    const label = document.createElement("label"), box = document.createElement("input"), count = document.createElement("span");
    Object.assign(box, { type: "checkbox", checked: true, value: name });
    count.className = "n";
    label.append(box, ` ${name} `, count);
    id("categories").append(label);
}
id("categories").hidden = !categories.length;
id("silent").hidden = !findings.some(f => f.silent);

const fits = (f, but) => (but === "severity" || choice.severities.has(f.severity))
    && (but === "category" || !choice.without.has(f.category))
    && (choice.silent || !f.silent || but === "silent")
    && (!choice.query || wordsOf(f).includes(choice.query) || (f.sentence && wordsIn(sentenceOf.get(f.sentence)).includes(choice.query)));

function showMark(m) {
    const shown = m.findings.filter(f => f.shown), live = shown.filter(f => !f.silent);
    m.mark.classList.remove("off", "x", ...severities);
    if (!shown.length) m.mark.classList.add(m.findings.every(f => f.silent) ? "x" : "off", "off");
    else m.mark.classList.add(live.length ? severities[Math.max(...live.map(f => severities.indexOf(f.severity)))] : "x");
    if (shown.length) {
        m.mark.setAttribute("href", m.href);
        m.mark.setAttribute("aria-describedby", shown.map(f => f.id).join(" "));
    } else {
        m.mark.removeAttribute("href");
        m.mark.removeAttribute("aria-describedby");
    }
}

function count() {
    const tally = (boxes, but, key) => boxes.forEach(box => {
        box.parentElement.querySelector(".n").textContent = findings.filter(f => fits(f, but) && f[key] === box.value).length;
    });
    tally(all("input", id("severities")), "severity", "severity");
    tally(all("input", id("categories")), "category", "category");
    id("silent").querySelector(".n").textContent = findings.filter(f => f.silent && fits(f, "silent")).length;
}

function say() {
    const live = findings.filter(f => choice.silent || !f.silent).length, shown = findings.filter(f => f.shown).length;
    const faulty = sentences.filter(s => s.findings.some(f => f.shown)).length;
    const seen = sentences.filter(s => !s.element.hidden).length;
    let text = shown === live ? plural(live, "finding") : `${shown} of ${plural(live, "finding")}`;
    text += ` in ${plural(faulty, "sentence")}`;
    if (seen < sentences.length) text += `; ${seen} of ${plural(sentences.length, "sentence")} shown`;
    if (id("status").textContent !== text) id("status").textContent = text;
}

function apply() {
    findings.forEach(f => { f.shown = fits(f); f.note.hidden = !f.shown; });
    marks.forEach(showMark);
    const blocks = new Set();
    for (const s of sentences) {
        const some = s.findings.some(f => f.shown);
        s.element.hidden = !some && (choice.faulty || (choice.query !== "" && !wordsIn(s).includes(choice.query)));
        if (!s.element.hidden) blocks.add(s.block);
    }
    sentences.forEach(s => { s.block.hidden = !blocks.has(s.block); });
    count();
    say();
    if (open && !open.findings.some(f => f.shown)) close(false);
    tellWhere();
}

id("severities").addEventListener("change", e => { choice.severities[e.target.checked ? "add" : "delete"](e.target.value); apply(); });
id("categories").addEventListener("change", e => { choice.without[e.target.checked ? "delete" : "add"](e.target.value); apply(); });
let typing = 0;
id("query").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { choice.query = plain(id("query").value); apply(); }, 150);
});

/* --- what is shown --- */

const views = {
    source: on => root.classList.toggle("no-source", !on),
    heat: on => { root.classList.toggle("heat", on); id("legend").hidden = !on; },
    listed: on => root.classList.toggle("listed", on),
    faulty: on => { choice.faulty = on; apply(); },
    silent: on => {
        choice.silent = on;
        root.classList.toggle("with-silent", on);
        all(".silent", id("main")).forEach(d => { d.open = on; });
        apply();
    },
};
const view = (name, on) => { all("input", id("views")).find(i => i.value === name).checked = on; views[name](on); };
id("views").addEventListener("change", e => views[e.target.value](e.target.checked));

function showPanel(on) {
    id("panel").hidden = !on;
    id("more").setAttribute("aria-expanded", String(on));
}
id("more").addEventListener("click", () => showPanel(id("panel").hidden));

const nameTheme = () => { id("theme").textContent = `Theme: ${theme}`; };
id("theme").addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    kept.set("theme", theme);
    applyTheme();
    nameTheme();
});
nameTheme();

/* --- the slip: an explanation beside its mark --- */

const slip = id("slip");
let open = null, pinned = false, waiting = 0, last = null;

function place(mark, point) {
    if (narrow.matches) return;
    const boxes = [...mark.getClientRects()];
    const box = (point && boxes.find(b => point.y >= b.top - 2 && point.y <= b.bottom + 2)) || boxes[0];
    if (!box) return;
    const width = slip.offsetWidth, height = slip.offsetHeight;
    const column = mark.closest(".target").getBoundingClientRect(); /* the source beside it stays in sight */
    const right = Math.max(column.right, column.left + width);
    const below = box.bottom + 8, above = box.top - height - 8;
    const top = below + height > innerHeight && above > id("main").getBoundingClientRect().top && above > 60 ? above : below;
    slip.style.left = `${Math.max(16, Math.min(box.left, right - width)) + scrollX}px`;
    slip.style.top = `${top + scrollY}px`;
}

function fade(m) {
    m.mark.classList.remove("at");
    m.findings.forEach(f => f.note.classList.remove("at"));
}

function show(m, pin, point) {
    clearTimeout(waiting);
    const shown = m.findings.filter(f => f.shown);
    if (!shown.length) return;
    if (open) fade(open);
    const list = document.createElement("ul");
    list.append(...shown.map(f => {
        const copy = f.note.cloneNode(true);
        copy.classList.remove("at");
        copy.removeAttribute("id");
        copy.removeAttribute("value");
        copy.querySelector(".num").remove();
        const back = copy.querySelector(".back"), words = document.createElement("span");
        words.className = "back";
        words.append(...back.childNodes);
        back.replaceWith(words);
        return copy;
    }));
    id("slip-body").replaceChildren(list);
    const order = walk(), at = order.indexOf(shown[0]);
    id("slip-name").textContent = at < 0 ? "Finding" : `Finding ${at + 1} of ${order.length}`;
    const worst = severities[Math.max(...shown.map(f => severities.indexOf(f.severity)))];
    slip.className = `slip ${worst}`;
    /* Where notes are listed, the one under the sentence is enough until more is asked for. */
    slip.hidden = root.classList.contains("listed") && !pin;
    root.classList.toggle("slipped", !slip.hidden);
    open = m;
    pinned = pin;
    m.mark.classList.add("at");
    shown.forEach(f => f.note.classList.add("at"));
    link(m.mark);
    place(m.mark, point);
    if (at >= 0) last = shown[0];
    tellWhere();
}

function close(back) {
    clearTimeout(waiting);
    if (!open) return;
    const { mark } = open;
    fade(open);
    open = null;
    pinned = false;
    slip.hidden = true;
    root.classList.remove("slipped");
    unlink();
    if (back) mark.focus({ preventScroll: true });
}

const later = (what, ms) => { clearTimeout(waiting); waiting = setTimeout(what, ms); };
const markAt = target => markOf.get(target instanceof Element ? target.closest(".m[href]") : null);
id("close").addEventListener("click", () => { const m = open; close(true); if (m) close(false); });
slip.addEventListener("pointerenter", () => clearTimeout(waiting));
slip.addEventListener("pointerleave", () => { if (!pinned) later(() => close(false), 250); });

const main = id("main");
main.addEventListener("pointerover", e => {
    if (e.pointerType === "touch") return;
    const m = markAt(e.target);
    if (!m) { if (open && !pinned && open.mark !== document.activeElement) later(() => close(false), 250); }
    else if (m === open) clearTimeout(waiting);
    else if (!pinned) later(() => show(m, false, e), 110);
});
main.addEventListener("pointerleave", () => { if (open && !pinned && open.mark !== document.activeElement) later(() => close(false), 250); });
let quietly = false;
main.addEventListener("focusin", e => {
    const m = markAt(e.target);
    if (m && !quietly && m !== open) show(m, false);
    else if (!m && open) close(false);
});
main.addEventListener("focusout", e => {
    if (open && !pinned && e.relatedTarget && !slip.contains(e.relatedTarget) && !markAt(e.relatedTarget)) close(false);
});
/* Enter comes as a click without a pointer: then reading goes on in the slip. */
main.addEventListener("click", e => {
    const m = markAt(e.target);
    if (!m || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    show(m, true, e.detail ? e : null);
    if (!e.detail) slip.focus({ preventScroll: narrow.matches });
});
addEventListener("pointerdown", e => {
    if (open && !slip.contains(e.target) && !markAt(e.target) && !e.target.closest(".walk")) close(false);
});
addEventListener("resize", () => { if (open) place(open.mark); });

/* --- from finding to finding --- */

const walk = () => inOrder.filter(f => f.shown && !f.sentence.hidden);

function tellWhere() {
    const order = walk(), at = order.indexOf(last);
    id("where").textContent = order.length ? `${at < 0 ? "–" : at + 1} / ${order.length}` : "none";
    id("previous").disabled = id("next").disabled = !order.length;
}

/* From where the reader is: the finding that was last shown, else the first one below the top of the window. */
function go(step) {
    const order = walk();
    if (!order.length) return;
    let at = order.indexOf(last);
    if (at < 0) {
        const below = order.findIndex(f => f.marks[0].mark.getBoundingClientRect().bottom > 0);
        at = step > 0 ? (below < 0 ? order.length : below) - 1 : below < 0 ? order.length : below;
    }
    const next = order[(at + step + order.length) % order.length], m = next.marks.find(k => k.mark.tabIndex >= 0) || next.marks[0];
    last = next;
    quietly = true;
    m.mark.focus({ preventScroll: true });
    quietly = false;
    const box = m.mark.getBoundingClientRect();
    const floor = narrow.matches ? innerHeight * .42 : innerHeight - 220;
    if (box.top < 110 || box.bottom > floor) m.mark.scrollIntoView({ block: narrow.matches ? "start" : "center", behavior: calm.matches ? "auto" : "instant" });
    show(m, false);
    last = next;
    tellWhere();
}
id("previous").addEventListener("click", () => go(-1));
id("next").addEventListener("click", () => go(1));

/* --- words that render each other --- */

let linked = [];
function unlink() {
    linked.forEach(w => w.classList.remove("on"));
    linked = [];
    id("bits").textContent = "";
}
const range = w => w.dataset.k === undefined ? null : (([a, b = a]) => [a, b])(w.dataset.k.split(" ").map(Number));
const meet = (a, b) => a && b && a[0] <= b[1] && b[0] <= a[1];

/* Light up a word, or the words of a mark, and what they render or are rendered by. */
function link(element) {
    unlink();
    const own = element.matches(".w") ? [element] : all(".w", element);
    const sentence = element.closest(".s");
    if (!sentence || !own.length) return;
    const theirs = all(element.closest(".source") ? ".target .w" : ".source .w", sentence);
    const found = theirs.filter(t => own.some(o => meet(range(o), range(t))));
    linked = found.length ? [...own, ...found] : [];
    linked.forEach(w => w.classList.add("on"));
    if (own.length === 1 && own[0].dataset.b) id("bits").textContent = `“${own[0].textContent}”: ${own[0].dataset.b} bits.`;
}
main.addEventListener("pointerover", e => {
    const word = e.target instanceof Element ? e.target.closest(".s .w") : null;
    if (word) link(word);
    else if (open) link(open.mark);
    else unlink();
});
main.addEventListener("click", e => {
    const word = e.target instanceof Element ? e.target.closest(".s .w") : null;
    if (word && !markAt(word)) link(word);
});

/* --- keys --- */

const letters = id("letters");
letters.checked = kept.get("letters") !== "off";
letters.addEventListener("change", () => kept.set("letters", letters.checked ? "on" : "off"));
const keys = id("keys");
const showKeys = () => { if (!keys.open) keys.showModal(); };
id("help").addEventListener("click", showKeys);
id("keys-close").addEventListener("click", () => keys.close());

const byLetter = {
    j: () => go(1), k: () => go(-1), "?": showKeys, f: () => { showPanel(id("panel").hidden); if (!id("panel").hidden) id("more").focus(); },
    h: () => view("heat", !root.classList.contains("heat")), "/": () => id("query").focus(),
};
addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || keys.open) return;
    const typed = e.target instanceof HTMLInputElement && e.target.type === "search";
    if (e.key === "Escape") {
        if (open) { const inside = slip.contains(document.activeElement) || open.mark === document.activeElement; close(inside); if (inside) close(false); e.preventDefault(); }
        else if (typed) e.target.blur();
        return;
    }
    if (typed) return;
    const onMark = document.activeElement && document.activeElement.matches(".m") || slip.contains(document.activeElement);
    if (onMark && (e.key === "ArrowDown" || e.key === "ArrowUp")) { e.preventDefault(); go(e.key === "ArrowDown" ? 1 : -1); return; }
    if (letters.checked && Object.hasOwn(byLetter, e.key)) { e.preventDefault(); byLetter[e.key](); }
});

/* --- the list of files --- */

for (const link of all(".files a")) {
    const file = document.querySelector(link.getAttribute("href")), tally = document.createElement("span");
    if (file) tally.textContent = `score ${file.dataset.score}, ${plural(Number(file.dataset.findings), "finding")}`;
    else { tally.textContent = "could not be read"; link.parentElement.classList.add("unread"); link.removeAttribute("href"); }
    tally.className = "tally";
    link.after(" ", tally);
}

document.querySelector(".tools").hidden = document.querySelector(".corner").hidden = false;
apply();
});
})();
