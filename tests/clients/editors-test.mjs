// Real editors drive calco lsp: Debian's Neovim with the plugin of src/editors/nvim, Emacs with eglot and that of src/editors/emacs. An editor
// that is not installed is a failure: .ci/packages-ci names them.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";

const { CLIENTS, ROOT } = process.env;
const work = `${CLIENTS}/editors`;
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
writeFileSync(`${work}/text.txt`, "All is well.\n");

const editors = {
    neovim: ["nvim", ["--headless", "-n", "-u", "NONE", "-i", "NONE", "-c", `luafile ${ROOT}/tests/clients/lsp-nvim.lua`]],
    emacs: ["emacs", ["--batch", "-l", `${ROOT}/tests/clients/lsp-emacs.el`]],
};
let passed = 0, failed = 0;
for (const [name, [program, args]] of Object.entries(editors)) {
    const r = spawnSync(program, args, { encoding: "utf8", timeout: 60000, cwd: work, env: { ...process.env, TEXT: `${work}/text.txt`, HOME: work, LC_ALL: "C.UTF-8" } });
    if (/^ok$/m.test(r.stdout ?? "")) passed++;
    else failed++, console.error(`editors: ${name}: ${r.error ?? ""}${r.stdout}${r.stderr}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
