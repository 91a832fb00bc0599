// The extension for Visual Studio Code, unpacked from its .vsix: activated with a mocked `vscode` module, on the real vscode-languageclient
// and the real server. A text is opened: its diagnostics arrive, the status bar shows its score, the command opens the report.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import Module from "node:module";
import assert from "node:assert/strict";

const { CALCO, CLIENTS } = process.env;
const vsix = `${CLIENTS}/../vscode/calco.vsix`, work = `${CLIENTS}/vsix`;
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
assert.ok(existsSync(vsix), "make vsix builds it");
execFileSync("python3", ["-m", "zipfile", "-e", vsix, work]);

// --- the mock: what the extension and its client use is real enough, the rest are silent stubs ---

class Disposable {
    constructor(f) { this.f = f; }
    dispose() { this.f?.(); }
    static from(...all) { return new Disposable(() => all.forEach(d => d.dispose())); }
}
class EventEmitter {
    constructor() { this.listeners = new Set(); this.event = (f, self) => { const g = f.bind(self); this.listeners.add(g); return new Disposable(() => this.listeners.delete(g)); }; }
    fire(x) { for (const f of [...this.listeners]) f(x); }
    dispose() { this.listeners.clear(); }
}
class Position {
    constructor(line, character) { this.line = line; this.character = character; }
    isBefore(o) { return this.line < o.line || (this.line === o.line && this.character < o.character); }
}
class Range {
    constructor(a, b, c, d) { [this.start, this.end] = a instanceof Position ? [a, b] : [new Position(a, b), new Position(c, d)]; }
}
class Uri {
    constructor(text) { this.text = text; const u = new URL(text); this.scheme = u.protocol.slice(0, -1); this.path = decodeURIComponent(u.pathname); this.fsPath = this.path; }
    toString() { return this.text; }
    static parse(text) { return new Uri(text); }
    static file(path) { return new Uri(`file://${path}`); }
}
class Diagnostic { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } }
class TabInputText { constructor(uri) { this.uri = uri; } }
class Kind { constructor(value) { this.value = value; } append(part) { return new Kind(this.value ? `${this.value}.${part}` : part); } }
const emitters = {};
const on = name => (emitters[name] ??= new EventEmitter()).event;
const stub = name => new Proxy(class {}, { get: (t, k) => k in t ? t[k] : typeof k === "symbol" ? undefined : k.startsWith("onDid") || k.startsWith("onWill") ? on(k) : undefined });
// Any name: a class to extend, an enumeration, a registration.
const space = (name, own) => new Proxy(own, { get: (t, k) => {
    if (k in t || typeof k === "symbol") return t[k];
    if (k.startsWith("onDid") || k.startsWith("onWill")) return t[k] = on(k);
    if (/^(register|create|set)/.test(k)) return t[k] = () => new Disposable();
    return t[k] = stub(k);
} });

const collection = new Map(), shown = { bar: null, panels: [], errors: [] }, commands = new Map();
const settings = { "calco.path": CALCO, "calco.pair": "it-en" };
const text = "Look \u{1F600} at the cafe\u0301: the meeting of of Rome took place.\n";
const document = {
    uri: Uri.file(`${work}/text.txt`), languageId: "plaintext", version: 1, isClosed: false, isDirty: false, lineCount: 2, fileName: `${work}/text.txt`,
    getText: () => text, notebook: undefined,
};
const vscode = space("vscode", {
    Disposable, EventEmitter, TabInputText, Position, Range, Uri, Diagnostic, version: "1.82.0",
    StatusBarAlignment: { Left: 1, Right: 2 }, ViewColumn: { Beside: -2 }, DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    CancellationTokenSource: class { constructor() { this.token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() }; } cancel() {} dispose() {} },
    CodeActionKind: { Empty: new Kind(""), QuickFix: new Kind("quickfix"), Refactor: new Kind("refactor"), RefactorExtract: new Kind("refactor.extract"),
        RefactorInline: new Kind("refactor.inline"), RefactorRewrite: new Kind("refactor.rewrite"), Source: new Kind("source"), SourceOrganizeImports: new Kind("source.organizeImports") },
    CancellationError: class extends Error {},
    env: { appName: "mock", language: "en", uiKind: 1 },
    window: space("window", {
        activeTextEditor: { document }, visibleTextEditors: [{ document }], tabGroups: { all: [{ tabs: [{ input: new TabInputText(document.uri) }] }], activeTabGroup: { activeTab: undefined }, onDidChangeTabs: on("tabs"), onDidChangeTabGroups: on("groups") },
        createStatusBarItem: () => shown.bar = { text: "", visible: false, show() { this.visible = true; }, hide() { this.visible = false; }, dispose() {} },
        createOutputChannel: () => ({ append() {}, appendLine() {}, show() {}, dispose() {}, clear() {}, replace() {}, hide() {} }),
        createWebviewPanel: (...a) => { const p = { options: a, webview: { html: "" } }; shown.panels.push(p); return p; },
        showErrorMessage: async m => { shown.errors.push(m); },
    }),
    workspace: space("workspace", {
        textDocuments: [document], workspaceFolders: undefined, notebookDocuments: [],
        getConfiguration: section => ({ get: (k, otherwise) => settings[section ? `${section}.${k}` : k] ?? otherwise }),
        createFileSystemWatcher: () => ({ onDidCreate: on("create"), onDidChange: on("change"), onDidDelete: on("delete"), dispose() {} }),
    }),
    languages: space("languages", {
        createDiagnosticCollection: () => ({ set: (uri, list) => { collection.set(uri.toString(), list); emitters.onDidChangeDiagnostics?.fire({}); }, delete: u => collection.delete(u.toString()), clear() {}, dispose() {}, forEach() {}, has: u => collection.has(u.toString()), get: u => collection.get(u.toString()) }),
        match: (selector, d) => [selector].flat().some(s => (s.language ?? s) === d.languageId) ? 10 : 0,
    }),
    commands: space("commands", { registerCommand: (name, f) => { assert.ok(!commands.has(name), `${name} is there already`); commands.set(name, f); return new Disposable(() => commands.delete(name)); } }),
    extensions: { all: [], getExtension: () => undefined },
});
const load = Module._load;
Module._load = (request, ...rest) => request === "vscode" ? vscode : load(request, ...rest);

// --- the test ---

const until = async (ready, what) => {
    for (let i = 0; i < 1000; i++, await new Promise(r => setTimeout(r, 10))) if (ready()) return;
    throw new Error(`${what}: ${JSON.stringify([...collection])} ${shown.bar?.text} ${shown.errors}`);
};
let passed = 0, failed = 0;
try {
    const require = createRequire(`${work}/extension/package.json`), manifest = require("./package.json");
    const extension = require(manifest.main);
    const context = { subscriptions: [] };
    await extension.activate(context);
    assert.deepEqual(shown.errors, []);
    for (const { command } of manifest.contributes.commands) assert.ok(commands.has(command), command);
    await until(() => collection.get(document.uri.toString())?.length, "diagnostics");
    const d = collection.get(document.uri.toString()).find(x => (x.code.value ?? x.code) === "repetition/word");
    assert.equal(text.slice(d.range.start.character, d.range.end.character), "of of");
    await until(() => /^calco \d+\.\d$/.test(shown.bar.text) && shown.bar.visible, "the score");
    await commands.get("calco.showReport")();
    assert.match(shown.panels[0].webview.html, /<!doctype html>[^]*repetition/i);
    await extension.deactivate();
    context.subscriptions.forEach(x => x.dispose());
    passed++;
} catch (e) {
    failed++;
    console.error(`vscode: ${e.stack}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
