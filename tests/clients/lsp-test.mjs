// calco lsp, driven by a client on vscode-jsonrpc; every message of the server is checked against the protocol's meta model.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { Client, checked, model } from "./lsp-client.mjs";

const { CALCO, CLIENTS, ROOT } = process.env;
const work = `${CLIENTS}/lsp`;
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const uri = name => pathToFileURL(`${work}/${name}`).href;
const write = (name, text) => (mkdirSync(`${work}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true }), writeFileSync(`${work}/${name}`, text));
const whole = { start: { line: 0, character: 0 }, end: { line: 100000, character: 0 } };
execFileSync("git", ["init", "-q", work]);

const rich = {
    textDocument: { publishDiagnostics: { relatedInformation: true }, hover: { contentFormat: ["markdown"] }, definition: { linkSupport: true } },
    workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } }, window: { showDocument: { support: true } },
};
const pull = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
// An emoji (two UTF-16 units), a combining mark, then a fault.
const line = "Look \u{1F600} at the cafe\u0301: the armed forces has 1.500 soldiers.\n";

const tests = {
    async "a fault is typed, shown at its place, fixed, gone"() {
        const c = new Client();
        await c.start();
        c.open(uri("typed.txt"), "Look \u{1F600} at the cafe\u0301: all is well.\n");
        assert.deepEqual(await c.current(uri("typed.txt")), []);
        const at = c.text(uri("typed.txt")).indexOf("all is well");
        for (const [i, ch] of [..."the meeting of of Rome took place."].entries()) c.edit(uri("typed.txt"), at + i, at + i, ch);
        const found = (await c.current(uri("typed.txt"))).find(d => d.code === "repetition/word");
        assert.ok(found, JSON.stringify(c.diagnostics.get(uri("typed.txt"))));
        assert.equal(c.at(uri("typed.txt"), found.range), "of of");
        assert.equal(found.source, "calco");
        const fix = (await c.actions(uri("typed.txt"), found.range)).find(a => a.isPreferred && a.diagnostics[0].code === "repetition/word");
        c.apply(fix.edit);
        assert.match(c.text(uri("typed.txt")), /the meeting of Rome/);
        assert.ok(!(await c.current(uri("typed.txt"))).some(d => d.code === "repetition/word"));
        assert.equal(await c.stop(), 0);
    },
    async "positions in utf-8, utf-16 and utf-32"() {
        for (const [offered, chosen, units] of [[undefined, "utf-16", s => s.length], [["utf-8", "utf-16"], "utf-8", s => Buffer.byteLength(s)],
            [["utf-32"], "utf-32", s => [...s].length], [["utf-7"], "utf-16", s => s.length]]) {
            const c = new Client();
            const { capabilities } = await c.start(offered ? { general: { positionEncodings: offered } } : {});
            assert.equal(capabilities.positionEncoding, chosen);
            const text = "\r\n\u{1F600}e\u0301 \u{1F600} the meeting of of Rome took place.\r\n";
            c.open(uri("units.txt"), text);
            const d = (await c.current(uri("units.txt"))).find(x => x.code === "repetition/word");
            assert.deepEqual(d.range.start, { line: 1, character: units(text.slice(2, text.indexOf("of of"))) });
            assert.equal(await c.stop(), 0);
        }
    },
    async "changes of every kind keep both texts the same"() {
        const c = new Client();
        await c.start();
        c.open(uri("sync.txt"), "One \u{1F600} line.\r\nTwo lines.\rThree e\u0301 lines.\nFour.");
        let seed = 7;
        const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
        const pieces = ["", "x", "\r", "\n", "\r\n", "\u{1F600}", "e\u0301", " of of ", "\u0000", "\ud83d", "\n\n"];
        for (let i = 0; i < 400; i++) {
            const doc = c.documents.get(uri("sync.txt")), n = doc.getText().length;
            const whole = k => { const p = doc.positionAt(k); return p; }; // inside of pairs too: the server takes the start
            let a = random(n + 1), b = Math.min(n, a + random(6));
            const text = doc.getText(), low = k => k > 0 && /[\udc00-\udfff]/.test(text[k] ?? "") && /[\ud800-\udbff]/.test(text[k - 1]);
            if (low(a)) a--;
            if (low(b)) b++;
            const bad = pieces[random(pieces.length)];
            c.change(uri("sync.txt"), [{ range: { start: whole(a), end: whole(b) }, text: bad }]);
        }
        // What the server holds shows in what it says of a fault put at the end.
        const n = c.text(uri("sync.txt")).length;
        c.edit(uri("sync.txt"), n, n, "\n\nThe meeting of of Rome took place.\n");
        const d = (await c.current(uri("sync.txt"))).filter(x => x.code === "repetition/word").at(-1);
        assert.equal(c.at(uri("sync.txt"), d.range), "of of");
        assert.equal(await c.stop(), 0);
    },
    async "pulled diagnostics, unchanged ones too"() {
        const c = new Client();
        const { capabilities } = await c.start(pull);
        assert.ok(capabilities.diagnosticProvider);
        c.open(uri("pull.txt"), line);
        const first = await c.request("textDocument/diagnostic", { textDocument: { uri: uri("pull.txt") } });
        assert.equal(first.kind, "full");
        assert.ok(first.items.length);
        const again = await c.request("textDocument/diagnostic", { textDocument: { uri: uri("pull.txt") }, previousResultId: first.resultId });
        assert.deepEqual(again, { kind: "unchanged", resultId: first.resultId });
        assert.ok(!c.notifications.some(n => n.method === "textDocument/publishDiagnostics"));
        assert.equal(await c.stop(), 0);
    },
    async "fixing all is what calco check --fix does"() {
        const c = new Client();
        await c.start(rich);
        let fixed = 0;
        for (const f of [...readdirSync(`${ROOT}/corpus`).filter(f => /\.mt\.en\.txt$|demo/.test(f)), "crlf.txt"]) {
            const text = f === "crlf.txt" ? readFileSync(`${ROOT}/corpus/demo.en.txt`, "utf8").replace(/\n/g, "\r\n") + "\u{1F600} of of\u00a0\r\n" : readFileSync(`${ROOT}/corpus/${f}`, "utf8");
            write(f, text);
            c.open(uri(f), text);
            const [action] = await c.actions(uri(f), whole, ["source.fixAll.calco"]);
            if (action) c.apply(action.edit), fixed++;
            spawnSync(CALCO, ["check", "--quiet", "--fix", f], { cwd: work });
            assert.equal(c.text(uri(f)), readFileSync(`${work}/${f}`, "utf8"), f);
        }
        assert.ok(fixed > 3);
        assert.equal(await c.stop(), 0);
    },
    async "hover, definition and related information lead to the source"() {
        const c = new Client();
        const plain = new Client();
        assert.ok(!(await plain.start(rich)).capabilities.documentLinkProvider);
        assert.equal(await plain.stop(), 0);
        write(".calco.yaml", "source: \"{dir}/{name}.it.txt\"\n");
        write("pair.it.txt", "Il ministro è arrivato.\n\nL'esercito ha 1.500 soldati \u{1F600} nella città.\n");
        write("pair.en.txt", "");
        assert.ok((await c.start(rich, { initializationOptions: { sentenceLinks: true } })).capabilities.documentLinkProvider);
        c.open(uri("pair.en.txt"), "The minister has arrived.\n\nThe army has 2,500 soldiers \u{1F600} in the city.\n");
        const d = (await c.current(uri("pair.en.txt"))).find(x => x.relatedInformation);
        assert.ok(d, JSON.stringify(c.diagnostics.get(uri("pair.en.txt"))));
        assert.equal(d.relatedInformation[0].location.uri, uri("pair.it.txt"));
        assert.equal(d.relatedInformation[0].location.range.start.line, 2);
        const hover = await c.request("textDocument/hover", { textDocument: { uri: uri("pair.en.txt") }, position: { line: 2, character: 5 } });
        assert.match(hover.contents.value, /Source: \*L'esercito ha 1\\\.500 soldati/);
        assert.match(hover.contents.value, /surprisal \d+\.\d bits/);
        const [link] = await c.request("textDocument/definition", { textDocument: { uri: uri("pair.en.txt") }, position: { line: 2, character: 5 } });
        assert.equal(link.targetUri, uri("pair.it.txt"));
        assert.equal(link.targetRange.start.line, 2);
        const links = await c.request("textDocument/documentLink", { textDocument: { uri: uri("pair.en.txt") } });
        assert.deepEqual(links.map(l => [c.at(uri("pair.en.txt"), l.range).slice(0, 8), l.target, l.tooltip.slice(0, 10)]),
            [["The mini", `${uri("pair.it.txt")}#L1,1`, "Il ministr"], ["The army", `${uri("pair.it.txt")}#L3,1`, "L'esercito"]]);
        // A note of the translator's own is not written over.
        const noted = "{\"note\": \"ask the author\", \"target\": \"The meeting of of Rome took place.\"}\n";
        write("c.jsonl", noted);
        c.open(uri("c.jsonl"), noted);
        assert.equal((await c.current(uri("c.jsonl"))).length, 1);
        assert.ok(!(await c.actions(uri("c.jsonl"), whole)).some(a => a.title.startsWith("Accept here")));
        // Without a source the likely one, of sentences in which nothing was found too.
        c.open("untitled:likely", "The minister has arrived in the city.\n");
        assert.deepEqual(await c.current("untitled:likely"), []);
        const likely = await c.request("textDocument/hover", { textDocument: { uri: "untitled:likely" }, position: { line: 0, character: 5 } });
        assert.match(likely.contents.value, /“minister” renders “Il ministro”.*\n\nLikely source: \*Il ministro .* \(\d+ % sure\)/);
        // The source as it stands in the editor, not as it lies on disk; it is not checked as English itself.
        c.open(uri("pair.it.txt"), "Il ministro è arrivato.\n\nL'esercito ha 2.500 soldati \u{1F600} nella città.\n");
        await c.until(() => !c.diagnostics.get(uri("pair.en.txt")).diagnostics.some(x => x.code.startsWith("number/")), "a check with the new source");
        assert.deepEqual((await c.current(uri("pair.it.txt"))), []);
        rmSync(`${work}/.calco.yaml`);
        assert.equal(await c.stop(), 0);
    },
    async "accepting, words and rules change what is found, here and for calco check"() {
        for (const [name, text] of [["a.txt", "Good day.\n\nThe meeting of of Rome took place.\n"], ["a.md", "# Good day\n\n- one\n- the meeting of of Rome took place\n"],
            ["a.html", "<html><body><p>Good day.</p><p>The <b>meeting</b> of of Rome took place.</p></body></html>\n"],
            ["a.po", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"L'incontro di Roma ha avuto luogo.\"\nmsgstr \"The meeting of of Rome took place.\"\n"],
            ["a.xlf", "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"a\" source-language=\"it\" target-language=\"en\" datatype=\"plaintext\"><body>\n<trans-unit id=\"1\"><source>L'incontro di Roma ha avuto luogo.</source><target>The meeting of of Rome took place.</target></trans-unit>\n</body></file></xliff>\n"],
            ["a.jsonl", "{\"source\": \"Buongiorno.\", \"target\": \"Good day.\"}\n{\"source\": \"L'incontro di Roma ha avuto luogo.\", \"target\": \"The meeting of of Rome took place.\"}\n"],
            ["b.jsonl", "{\"id\": {\"note\": 1}, \"comment\" : \"calco-disable-next-paragraph calque: so be it\", \"target\": \"The meeting of of Rome took place.\"}\n"],
            ["a.tsv", "Buongiorno.\tGood day.\nL'incontro di Roma ha avuto luogo.\tThe meeting of of Rome took place.\n"]]) {
            const c = new Client();
            await c.start(rich);
            write(name, text);
            c.open(uri(name), text);
            const d = (await c.current(uri(name))).find(x => x.code === "repetition/word");
            assert.ok(d, `${name}: ${JSON.stringify(c.diagnostics.get(uri(name)))}`);
            assert.equal(c.at(uri(name), d.range), "of of");
            const accept = (await c.actions(uri(name), d.range)).find(a => a.title.startsWith("Accept here: repetition/word"));
            c.apply(accept.edit);
            const after = await c.current(uri(name));
            assert.ok(!after.some(x => x.code === "repetition/word"), `${name}: ${c.text(uri(name))} ${JSON.stringify(after)}`);
            if (name === "b.jsonl") assert.match(c.text(uri(name)), /"calco-disable-next-paragraph repetition\/word, calque: so be it"/);
            else assert.ok(after.some(x => x.code === "suppression/no-reason"), `${name}: ${JSON.stringify(after)}`);
            assert.equal(await c.stop(), 0);
        }
        const c = new Client();
        await c.start(rich, { workspaceFolders: [{ uri: pathToFileURL(work).href, name: "work" }], initializationOptions: { rulesUrl: "https://rules.example/{rule}.html" } });
        write("b.txt", "The blorfity meeting of of Rome took place.\n");
        c.open(uri("b.txt"), readFileSync(`${work}/b.txt`, "utf8"));
        const has = rule => c.diagnostics.get(uri("b.txt"))?.diagnostics.some(d => d.code === rule);
        await c.until(() => has("spelling/unknown") && has("repetition/word"), "both findings");
        assert.deepEqual(c.diagnostics.get(uri("b.txt")).diagnostics.map(d => d.codeDescription.href), ["https://rules.example/spelling/unknown.html", "https://rules.example/repetition/word.html"]);
        const act = async title => (await c.actions(uri("b.txt"), whole)).find(a => a.title.startsWith(title)).command;
        const run = ({ command, arguments: a }) => c.request("workspace/executeCommand", { command, arguments: a });
        await run(await act("Add “blorfity” to the dictionary"));
        await c.until(() => !has("spelling/unknown"), "the word accepted");
        await run(await act("Turn repetition/word off"));
        await c.until(() => !has("repetition/word"), "the rule off");
        assert.match(readFileSync(`${work}/.calco.yaml`, "utf8"), /dictionary: words\.txt\n[^]*rules:\n  repetition\/word: off\n/);
        const out = spawnSync(CALCO, ["check", "b.txt"], { cwd: work, encoding: "utf8" });
        assert.equal(out.status, 0, out.stdout + out.stderr);
        // By hand, and without anything that watches files.
        rmSync(`${work}/.calco.yaml`);
        await c.request("workspace/executeCommand", { command: "calco.recheck", arguments: [] });
        await c.until(() => has("repetition/word"), "the rule on again");
        write(".calco.yaml", "rules: [\n");
        await c.request("workspace/executeCommand", { command: "calco.recheck", arguments: [] });
        const said = await c.until(() => c.notifications.find(n => n.method === "window/showMessage"), "a complaint");
        assert.match(said.params.message, /\.calco\.yaml:\d+: /);
        rmSync(`${work}/.calco.yaml`);
        assert.equal(await c.stop(), 0);
    },
    async "scores, hints, lenses, the report"() {
        const c = new Client();
        await c.start(rich);
        c.open(uri("score.txt"), line + "\nAll is well.\n");
        const doc = { textDocument: { uri: uri("score.txt") } };
        const [lens] = await c.request("textDocument/codeLens", doc);
        assert.match(lens.command.title, /score \d+\.\d, \d+ finding/);
        const hints = await c.request("textDocument/inlayHint", { ...doc, range: whole });
        assert.equal(hints.length, 1);
        assert.equal(hints[0].position.line, 0);
        const status = await c.request("workspace/executeCommand", { command: "calco.status", arguments: [uri("score.txt")] });
        assert.ok(status.findings > 0 && status.score <= 100);
        const page = await c.request("workspace/executeCommand", { command: "calco.report", arguments: [uri("score.txt")] });
        assert.match(readFileSync(new URL(page), "utf8"), /<!doctype html>[^]*1\.500/i);
        assert.ok(c.requests.some(r => r.method === "window/showDocument"));
        assert.equal(await c.stop(), 0);
    },
    async "settings, progress, unsaved texts, closing"() {
        const c = new Client();
        c.settings = { pair: "xx-yy", inlayHints: false };
        await c.start({ workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } }, window: { workDoneProgress: true } });
        await c.until(() => c.requests.some(r => r.method === "client/registerCapability"), "watching");
        c.open("untitled:Untitled-1", "# Title\n\nThe meeting of of Rome took place.\n", "markdown");
        await c.until(() => c.notifications.some(n => n.method === "window/showMessage" && /xx-yy/.test(n.params.message)), "a complaint about the pair");
        c.settings = { pair: "it-en" };
        c.notify("workspace/didChangeConfiguration", { settings: null });
        await c.until(() => c.diagnostics.get("untitled:Untitled-1")?.diagnostics.length, "diagnostics of an unsaved text");
        c.open(uri("long.txt"), "The minister arrived in the city and spoke to the people there.\n\n".repeat(2000));
        await c.current(uri("long.txt"));
        const kinds = c.notifications.filter(n => n.method === "$/progress").map(n => n.params.value.kind);
        assert.deepEqual(kinds, ["begin", "end"]);
        c.notify("textDocument/didClose", { textDocument: { uri: uri("long.txt") } });
        await c.until(() => c.diagnostics.get(uri("long.txt")).version === undefined, "a closing");
        assert.deepEqual(c.diagnostics.get(uri("long.txt")).diagnostics, []);
        assert.equal(await c.stop(), 0);
    },
    async "the lifecycle and what does not belong in it"() {
        const fails = async (promise, code) => { const e = await promise.then(() => null, x => x); assert.equal(e?.code, code, e?.message); };
        const c = new Client();
        await fails(c.request("textDocument/hover", {}), -32002);
        await c.start();
        await fails(c.request("initialize", { processId: null, rootUri: null, capabilities: {} }), -32600);
        await fails(c.request("textDocument/nonsense", {}), -32601);
        await fails(c.request("textDocument/hover", { textDocument: { uri: "file:///nowhere" }, position: { line: 0, character: 0 } }), -32602);
        await fails(c.request("workspace/executeCommand", { command: "calco.nonsense" }), -32602);
        c.notify("$/nonsense", { a: 1 });
        c.notify("textDocument/didChange", { textDocument: { uri: "file:///nowhere", version: 3 }, contentChanges: [] });
        await c.request("shutdown");
        await fails(c.request("textDocument/hover", {}), -32600);
        c.notify("exit");
        assert.equal(await c.exited, 0);
        const rude = new Client();
        await rude.start();
        rude.notify("exit");
        assert.equal(await rude.exited, 1);
        const gone = new Client();
        await gone.start();
        gone.open(uri("gone.txt"), line.repeat(3000));
        await new Promise(resolve => setTimeout(resolve, 100));
        gone.process.stdin.destroy();
        assert.equal(await gone.exited, 1);
    },
};

let passed = 0, failed = 0;
for (const [name, test] of Object.entries(tests)) {
    if (process.argv[2] && !name.includes(process.argv[2])) continue;
    try { await test(); passed++; }
    catch (e) { failed++; console.error(`lsp: ${name}: ${e.stack}`); }
}
if (model) {
    if (checked.wrong.length) failed++, console.error(`lsp: messages against the meta model:\n${[...new Set(checked.wrong)].slice(0, 20).join("\n")}`);
    else passed++, console.error(`lsp: ${checked.messages} messages of the server follow the meta model`);
} else console.error("lsp: ../shared/schemas is not here: messages are not checked against the meta model");
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
