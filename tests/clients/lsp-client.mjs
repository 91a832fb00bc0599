// A language client on vscode-jsonrpc that sees every message, checks it, and keeps the text as an editor does.
import { spawn } from "node:child_process";
import { AbstractMessageReader, StreamMessageReader, StreamMessageWriter, createMessageConnection } from "vscode-jsonrpc/node.js";
import { TextDocument } from "vscode-languageserver-textdocument";
import { modelAt } from "./lsp-check.mjs";

export const model = modelAt(`${process.env.ROOT}/../shared/schemas/lsp-3.17.metaModel.json`);
export const checked = { messages: 0, wrong: [] };

// Hands messages on after they were checked.
class CheckingReader extends AbstractMessageReader {
    constructor(inner, methodOf) { super(); this.inner = inner; this.methodOf = methodOf; inner.onError(e => this.fireError(e)); inner.onClose(() => this.fireClose()); }
    listen(callback) {
        return this.inner.listen(m => {
            checked.messages++;
            if (model) checked.wrong.push(...model.message(m, this.methodOf));
            callback(m);
        });
    }
}

export class Client {
    constructor({ cwd, env } = {}) {
        this.process = spawn(process.env.CALCO, ["lsp"], { stdio: ["pipe", "pipe", "pipe"], cwd, env: { ...process.env, ...env } });
        this.stderr = "";
        this.process.stderr.on("data", d => this.stderr += d);
        this.exited = new Promise(resolve => this.process.on("exit", (code, signal) => resolve(code ?? signal)));
        const methods = new Map();
        const writer = new StreamMessageWriter(this.process.stdin), write = writer.write.bind(writer);
        writer.write = m => { if (m.id !== undefined && m.method) methods.set(m.id, m.method); return write(m); };
        this.connection = createMessageConnection(new CheckingReader(new StreamMessageReader(this.process.stdout), id => methods.get(id)), writer);
        this.documents = new Map(); // uri -> TextDocument
        this.diagnostics = new Map(); // uri -> last published
        this.notifications = [];
        this.requests = [];
        this.settings = null;
        this.waiting = [];
        this.connection.onNotification((method, params) => {
            this.notifications.push({ method, params });
            if (method === "textDocument/publishDiagnostics") this.diagnostics.set(params.uri, params);
            this.waiting.splice(0).forEach(f => f());
        });
        this.connection.onRequest((method, params) => {
            this.requests.push({ method, params });
            this.waiting.splice(0).forEach(f => f());
            if (method === "workspace/configuration") return params.items.map(() => this.settings);
            if (method === "workspace/applyEdit") return this.apply(params.edit), { applied: true };
            if (method === "window/showDocument") return { success: true };
            return null;
        });
        this.connection.onUnhandledProgress(params => this.notifications.push({ method: "$/progress", params }));
        this.connection.onError(() => {});
        this.connection.listen();
    }
    async until(ready, what = "something", ms = 10000) {
        const end = performance.now() + ms;
        for (let found; ; ) {
            if ((found = ready())) return found;
            const left = end - performance.now();
            if (left <= 0) throw new Error(`${what}: nothing came; ${this.stderr}`);
            await new Promise(resolve => { const t = setTimeout(resolve, left); this.waiting.push(() => { clearTimeout(t); resolve(); }); });
        }
    }
    async start(capabilities = {}, rest = {}) {
        const result = await this.request("initialize", { processId: process.pid, rootUri: null, capabilities, ...rest });
        this.notify("initialized", {});
        return result;
    }
    request(method, params, token) { return this.connection.sendRequest(method, ...(params === undefined ? [] : [params]), ...(token ? [token] : [])); }
    notify(method, params) { return this.connection.sendNotification(method, ...(params === undefined ? [] : [params])); }
    open(uri, text, languageId = "plaintext") {
        this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
        this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
    }
    // Replace from..to (UTF-16 offsets).
    edit(uri, from, to, text) {
        const doc = this.documents.get(uri);
        this.change(uri, [{ range: { start: doc.positionAt(from), end: doc.positionAt(to) }, text }]);
    }
    change(uri, contentChanges) {
        const doc = TextDocument.update(this.documents.get(uri), contentChanges, this.documents.get(uri).version + 1);
        this.documents.set(uri, doc);
        this.notify("textDocument/didChange", { textDocument: { uri, version: doc.version }, contentChanges });
    }
    text(uri) { return this.documents.get(uri).getText(); }
    at(uri, range) { return this.documents.get(uri).getText(range); }
    // Diagnostics of the text as it is now.
    async current(uri) {
        const version = this.documents.get(uri).version;
        return (await this.until(() => this.diagnostics.get(uri)?.version === version && this.diagnostics.get(uri), "diagnostics")).diagnostics;
    }
    apply(edit) {
        const all = edit.documentChanges ? edit.documentChanges.map(c => [c.textDocument.uri, c.edits]) : Object.entries(edit.changes ?? {});
        for (const [uri, edits] of all) {
            const text = TextDocument.applyEdits(this.documents.get(uri), edits);
            this.change(uri, [{ text }]);
        }
    }
    actions(uri, range, only) {
        return this.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], ...(only ? { only } : {}) } });
    }
    async stop() {
        await this.request("shutdown");
        this.notify("exit");
        return await this.exited;
    }
}
