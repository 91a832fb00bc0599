// `calco check --fix` in every format: only the faulty bytes change, twice is once, and the format's own programs still read the file.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const calco = process.env.CALCO, dir = mkdtempSync(join(tmpdir(), 'calco-fix-'));
let passed = 0, failed = 0;

function check(what, ok, detail = '') {
    if (ok) passed++;
    else { failed++; console.log(`fix: ${what}: FAILED ${detail}`); }
}

const run = (program, ...args) => spawnSync(program, args, { encoding: 'utf8' });
const reads = (program, ...args) => { const r = run(program, ...args); return r.status === 0 ? '' : r.stderr || `exit ${r.status}`; };
const faults = 'They paid 20.000 euro ,and the the end';
const mended = 'They paid 20,000 euro, and the end';
const po = (s) => `msgid ""\nmsgstr ""\n"Project-Id-Version: 1\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n\n` +
    `#, c-format\nmsgid "Uno %d \\"x\\"."\nmsgid_plural "Molti %d."\nmsgstr[0] "\\"${s}\\" %d."\nmsgstr[1] "${s} %d."\n`;
const xliff12 = (s) => `<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="it" ` +
    `target-language="en" datatype="plaintext"><body><trans-unit id="1"><source>x</source><target>&lt; <g id="1">${s}</g> &amp; 😀</target></trans-unit></body></file></xliff>\n`;
const xliff2 = (s) => `<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="it" trgLang="en"><file id="f"><unit id="u"><segment><source>x</source>` +
    `<target><pc id="1">${s}</pc>.</target></segment></unit></file></xliff>\n`;
const tmx = (s) => `<?xml version="1.0"?>\n<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="it" ` +
    `datatype="plaintext"/><body><tu><tuv xml:lang="it"><seg>x</seg></tuv><tuv xml:lang="en"><seg>${s}.</seg></tuv></tu></body></tmx>\n`;

const formats = [
    ['a.txt', (s) => `${s}.\r\n`, null],
    ['a.md', (s) => `---\r\ntitle: "${s}"\r\n---\r\n\r\n*Ciao* e\u0301 😀 ${s}.\r\n\r\n\`20.000\`\r\n`, null],
    ['a.html', (s) => `<!DOCTYPE html><html lang="en"><title>x</title><p title='${s}'>&eacute; ${s}.<script>20.000</script></p></html>\n`, null],
    ['a.xlf', xliff12, (f) => reads('xmllint', '--noout', f)],
    ['b.xlf', xliff2, (f) => reads('xmllint', '--noout', f)],
    ['a.tmx', tmx, (f) => reads('xmllint', '--noout', f)],
    ['a.po', po, (f) => reads('msgfmt', '-c', '-o', '/dev/null', f)],
    ['a.tsv', (s) => `x\t${s}.\tnote 20.000\n`, null],
    ['a.jsonl', (s) => `{"source":"x","target":"\\ud83d\\ude00 \\"${s}\\".","id":20.000}\n`, (f) => { JSON.parse(readFileSync(f, 'utf8')); return ''; }],
];

for (const [name, text, program] of formats) {
    const file = join(dir, name);
    writeFileSync(file, text(faults));
    if (program) check(`${name} is sound before`, program(file) === '', program(file));
    const dry = run(calco, 'check', '--no-config', '--fix', '--dry-run', file);
    check(`${name}: a dry run changes nothing`, readFileSync(file, 'utf8') === text(faults) && dry.stdout.includes('+++ b/'), dry.stderr);
    run(calco, 'check', '--no-config', '--fix', file);
    check(`${name}: faults are mended, nothing else changes`, readFileSync(file, 'utf8') === text(mended), readFileSync(file, 'utf8'));
    run(calco, 'check', '--no-config', '--fix', file);
    check(`${name}: fixing twice is fixing once`, readFileSync(file, 'utf8') === text(mended));
    if (program) check(`${name} is sound after`, program(file) === '', program(file));
}
check('a faulty PO file is told by msgfmt', reads('msgfmt', '-c', '-o', '/dev/null', join(dir, 'a.tsv')) !== '');
execFileSync('rm', ['-rf', dir]);
console.log(`${passed} passed, ${failed} failed`);
