// calco in Visual Studio Code: starts `calco lsp`, shows the score of the text in the status bar and the report beside it.
import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

const languages = ["plaintext", "markdown", "html", "xml", "po", "tsv", "jsonl"];
const selector = languages.flatMap(language => ["file", "untitled"].map(scheme => ({ scheme, language })));

interface Status { score: number; fluency: number; findings: number; words: number }

let client: LanguageClient | undefined;

async function command<T>(name: string, uri: vscode.Uri): Promise<T | null> {
    return client ? await client.sendRequest("workspace/executeCommand", { command: `calco.${name}`, arguments: [client.code2ProtocolConverter.asUri(uri)] }) : null;
}

function newClient(): LanguageClient {
    const settings = vscode.workspace.getConfiguration("calco");
    const server = { command: settings.get("path", "calco"), args: ["lsp"] };
    return new LanguageClient("calco", "calco", server, {
        documentSelector: selector,
        initializationOptions: {
            pair: settings.get("pair", ""), inlayHints: settings.get("inlayHints", true), sentenceLinks: settings.get("sentenceLinks", false),
            rulesUrl: settings.get("rulesUrl", ""),
        },
        // The lens names the server's command; here the report opens inside of the editor.
        middleware: {
            window: { showDocument: async () => ({ success: true }) },
            executeCommand: async (name, args, next) => name === "calco.report" ? showReport(vscode.Uri.parse(String(args[0]))) : next(name, args),
        },
    });
}

async function showReport(uri = vscode.window.activeTextEditor?.document.uri): Promise<void> {
    const page = uri && await command<string>("report", uri).catch((e: Error) => { void vscode.window.showErrorMessage(`calco: ${e.message}`); });
    if (!page) return;
    const panel = vscode.window.createWebviewPanel("calco.report", "calco", vscode.ViewColumn.Beside, { enableScripts: true });
    panel.webview.html = await readFile(vscode.Uri.parse(page).fsPath, "utf8");
}

// Asked after every change of the diagnostics; the server answers when the text as it is now is checked.
async function showScore(item: vscode.StatusBarItem): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const status = document && vscode.languages.match(selector, document) ? await command<Status>("status", document.uri).catch(() => null) : null;
    if (!status) return item.hide();
    item.text = `calco ${status.score.toFixed(1)}`;
    item.tooltip = `${status.findings} findings in ${status.words} words; fluency ${status.fluency.toFixed(1)}`;
    item.show();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const item = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Right, 50);
    item.command = "calco.showReport";
    client = newClient();
    context.subscriptions.push(
        item,
        vscode.commands.registerCommand("calco.showReport", () => showReport()),
        vscode.commands.registerCommand("calco.fixEverything", async () => {
            const uri = vscode.window.activeTextEditor?.document.uri;
            if (uri) await command("fixAll", uri);
        }),
        vscode.commands.registerCommand("calco.restart", async () => {
            await client?.stop();
            client = newClient();
            await client.start();
        }),
        vscode.languages.onDidChangeDiagnostics(() => void showScore(item)),
        vscode.window.onDidChangeActiveTextEditor(() => void showScore(item)),
    );
    try {
        await client.start();
    } catch (e) {
        void vscode.window.showErrorMessage(`calco: ${(e as Error).message}; set "calco.path" to the program`);
    }
}

export async function deactivate(): Promise<void> { await client?.stop(); }
