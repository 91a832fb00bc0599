// An editor in real Chromium: CodeMirror with its own LSP client against `calco lsp`. Keys are pressed, marks and tooltips are looked at.
import { spawn } from "node:child_process";
import assert from "node:assert/strict";
import { buildSync } from "esbuild";
import { chromium } from "playwright-core";
import { StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node.js";

const { CALCO } = process.env;
const page = await (await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] })).newPage();

// The page gives messages to window.transmit and takes those of the server by window.receive.
const editor = `
import { basicSetup, EditorView } from "codemirror";
import { LSPClient, languageServerExtensions } from "@codemirror/lsp-client";
const handlers = new Set();
window.receive = text => { for (const h of handlers) h(text); };
const client = new LSPClient({ extensions: languageServerExtensions() })
    .connect({ send: text => { window.transmit(text); }, subscribe: h => handlers.add(h), unsubscribe: h => handlers.delete(h) });
window.show = (uri, doc) => {
    window.view?.destroy();
    window.view = new EditorView({ doc, extensions: [basicSetup, EditorView.lineWrapping, client.plugin(uri, "plaintext")], parent: document.body });
};`;
const script = buildSync({ stdin: { contents: editor, resolveDir: process.cwd() }, bundle: true, format: "iife", write: false }).outputFiles[0].text;

const server = spawn(CALCO, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
const gone = new Promise(resolve => server.on("exit", resolve));
const writer = new StreamMessageWriter(server.stdin);
new StreamMessageReader(server.stdout).listen(m => { page.evaluate(text => window.receive(text), JSON.stringify(m)).catch(() => {}); });
await page.exposeFunction("transmit", text => writer.write(JSON.parse(text)));
await page.setContent("<!doctype html><title>calco</title><body></body>");
await page.addScriptTag({ content: script });

const marks = () => page.locator(".cm-lintRange").allTextContents();
const marked = (...texts) => page.waitForFunction(wanted => [...document.querySelectorAll(".cm-lintRange")].map(m => m.textContent).join("|") === wanted,
    texts.join("|"), { timeout: 20000 });
const show = (uri, text) => page.evaluate(([u, t]) => window.show(u, t), [uri, text]);
const content = () => page.evaluate(() => window.view.state.doc.toString());

const tests = {
    async "a finding is marked on a line with an emoji and a combining mark, and explained"() {
        await show("file:///a.en.txt", "Good day.\n\n\u{1F600} Cafe\u0301: the meeting of of Rome took place.\n");
        await marked("of of");
        await page.locator(".cm-lintRange").hover();
        await page.locator(".cm-tooltip", { hasText: "repetition/word" }).waitFor({ timeout: 20000 });
    },
    async "typing moves the mark, a second one comes, deleting takes the first away"() {
        await page.locator(".cm-content").click();
        await page.keyboard.press("Control+Home");
        await page.keyboard.type("The the minister spoke. ");
        await marked("The the", "of of");
        await page.keyboard.press("Control+Home");
        for (let i = 0; i < 4; i++) await page.keyboard.press("Delete");
        await marked("of of");
        assert.match(await content(), /^the minister spoke\. Good day\./);
        await page.keyboard.press("Control+z");
        await marked("The the", "of of");
    },
    async "closing a text and opening another"() {
        await show("file:///b.en.txt", "They went to to Rome.\n");
        await marked("to to");
        assert.deepEqual(await marks(), ["to to"]);
    },
};

let passed = 0, failed = 0;
for (const [name, run] of Object.entries(tests)) {
    try {
        await run();
        passed++;
    } catch (e) {
        failed++;
        console.log(`browser: ${name}: ${e.stack}\n${JSON.stringify(await marks())}`);
    }
}
await page.context().browser().close();
server.stdin.end(); // a page that is gone says no exit
await gone;
console.log(`${passed} passed, ${failed} failed`);
