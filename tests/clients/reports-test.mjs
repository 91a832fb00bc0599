// Reports read by the programs they are for: SARIF by Microsoft's multitool (validation and line hashes) and by its JSON schema, rdjson by
// reviewdog's schemas, JUnit by junitparser, annotations by GitHub's @actions/core, Checkstyle and XLIFF by xmllint. Schemas of others lie
// in ../shared/schemas; where that is missing these checks are skipped, and it is said.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

const { CALCO, CLIENTS, ROOT } = process.env;
const require = createRequire(import.meta.url);
const core = require("@actions/core/lib/command.js");
const schemas = `${ROOT}/../shared/schemas`;
const work = `${CLIENTS}/reports`;
rmSync(work, { recursive: true, force: true });
mkdirSync(`${work}/sub dir/ü % #`, { recursive: true });

// --- texts: the corpus with and without its sources, names and contents that must be escaped, other encodings ---

const write = (name, bytes) => writeFileSync(`${work}/${name}`, bytes);
const corpus = readdirSync(`${ROOT}/corpus`).filter(f => /\.(mt|good|it|en)\..*txt$|^demo|\.it\.txt$/.test(f));
for (const f of corpus) write(f, readFileSync(`${ROOT}/corpus/${f}`));
const hostile = "\uFEFFHe paid 1.500 euro & \"more\" <b>x</b>: 100%, said ]]> \u{1F600} e\u0301 the the \u0001\u001b[31m 20.000 \u{1F468}\u200D\u{1F469} 30.000.\r\n\r\n"
    + "\tThey  arrived to Rome with 1.500 \u202Esoldiers\u202C.\r\nThe line\u2028goes on, in 2.000 \u{10FFFD} parts: 3.000.\n\uFFFE\uFFFF 4.000 \u0000 5.000.\n";
write("sub dir/ü % #/a,b:c;100%<'\">&.txt", hostile);
write("sub dir/utf16.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("È costs 2.500 euro \u{1F600} and 3.500.\n", "utf16le")]));
write("sub dir/latin1.txt", Buffer.from("Caf\xe9 costs 2.500 \xabeuro\xbb and arrived to Rome.\n", "latin1"));
write("sub dir/bad.txt", Buffer.from("Caf\xe9 costs 2.500 \xe2\x82 \u20ac and arrived to Rome.\n".replace("\u20ac", "\xe2\x82\xac"), "latin1"));
write("empty.txt", "");
write("known.txt", "He has 36 years.\n\nThey paid 1.500 soldiers.\n");
execFileSync("git", ["init", "-q", work]);
const run = (args, o = {}) => spawnSync(CALCO, args, { cwd: work, encoding: "utf8", maxBuffer: 1 << 28, ...o });
assert.equal(run(["baseline", "--output", "known.tsv", "known.txt"]).status, 0);
write("known.txt", "He has 36 years.\n\nThey paid 1.500 soldiers.\n\nShe has 42 years and arrived to Rome.\n");

const mt = corpus.filter(f => f.endsWith(".mt.en.txt"));
const cases = {
    inferred: ["demo.en.txt", ...mt.slice(0, 3)],
    given: ["--source", "{dir}/{name}.it.txt", ...mt.slice(0, 4)],
    good: corpus.filter(f => f.endsWith(".good.en.txt")).slice(0, 3),
    hostile: ["sub dir"],
    baseline: ["--baseline", "known.tsv", "known.txt"],
    nothing: ["empty.txt"],
};
const report = (format, name, o) => run(["check", "--format", format, ...cases[name]], o).stdout;
const findings = name => report("jsonl", name).trim().split("\n").map(l => JSON.parse(l)).filter(l => l.type === "finding");

let passed = 0, failed = 0;
function test(name, f) {
    try {
        const skipped = f();
        if (skipped) console.log(`skipped: ${name}: ${skipped}`);
        else passed++;
    } catch (e) {
        failed++;
        console.log(`FAILED: ${name}: ${String(e.stack ?? e).split("\n").slice(0, 12).join("\n  ")}`);
    }
}
const each = (name, f) => Object.keys(cases).forEach(c => test(`${name}, ${c}`, () => f(c)));

// --- the formats themselves ---

const multitool = require.resolve("@microsoft/sarif-multitool-linux/package.json").replace("package.json", "Sarif.Multitool");
chmodSync(multitool, 0o755);
const sarif = (...args) => spawnSync(multitool, args, { encoding: "utf8", cwd: work, maxBuffer: 1 << 28, env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" } });
// Its exit status is 0 whatever it finds.
function complaints(file) {
    const { stdout } = sarif("validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning");
    assert.match(stdout, /Analysis completed/, stdout);
    return stdout.split("\n").filter(l => /: (error|warning) /.test(l));
}
each("multitool finds nothing to say of SARIF", c => {
    write(`${c}.sarif`, report("sarif", c));
    assert.deepEqual(complaints(`${c}.sarif`), []);
});
test("multitool would see a fault in SARIF", () => {
    write("broken.sarif", report("sarif", "inferred").replace(/"startLine":\d+/, "\"startLine\":0").replace("\"fullDescription\"", "\"description\""));
    assert.ok(complaints("broken.sarif").length >= 2);
});
each("multitool computes the line hashes that SARIF has", c => {
    if (c === "hostile") return "it reads other encodings, bytes that are no UTF-8 and line separators otherwise than GitHub's action";
    const log = JSON.parse(report("sarif", c)), hashes = log.runs[0].results.map(r => r.partialFingerprints.primaryLocationLineHash);
    for (const r of log.runs[0].results) {
        delete r.partialFingerprints;
        const at = r.locations[0].physicalLocation.artifactLocation;
        at.uri = `file://${work}/${at.uri}`;
        delete at.index;
    }
    delete log.runs[0].artifacts;
    write("bare.sarif", JSON.stringify(log));
    sarif("rewrite", "bare.sarif", "--output", "hashed.sarif", "--insert", "RollingHashPartialFingerprints", "--log", "ForceOverwrite");
    const theirs = JSON.parse(readFileSync(`${work}/hashed.sarif`, "utf8").replace(/^\uFEFF/, "")).runs[0].results ?? [];
    assert.deepEqual(hashes, theirs.map(r => r.partialFingerprints.primaryLocationLineHash));
});

const decode = (file, bytes) => new TextDecoder(file.includes("utf16") ? "utf-16le" : file.includes("latin1") ? "latin1" : "utf-8", { ignoreBOM: true })
    .decode(bytes);
each("SARIF says what JSON Lines say, and its regions hold the words", c => {
    const { results, tool, baselineGuid } = JSON.parse(report("sarif", c)).runs[0];
    const live = results.filter(r => !r.suppressions), want = findings(c);
    assert.equal(live.length, want.length);
    live.forEach((r, i) => {
        const f = want[i], p = r.locations[0].physicalLocation, file = decodeURIComponent(p.artifactLocation.uri);
        assert.equal(r.ruleId, f.rule);
        assert.equal(tool.driver.rules[r.ruleIndex].id, f.rule);
        assert.equal(file, f.file);
        assert.deepEqual([p.region.startLine, p.region.startColumn, p.region.endLine, p.region.endColumn], [f.line, f.column, f.end_line, f.end_column]);
        const bytes = readFileSync(`${work}/${file}`).subarray(r.properties.byteStart, r.properties.byteEnd);
        if (!file.includes("bad")) assert.equal(p.region.snippet.text, decode(file, bytes));
        // A fix puts a suggestion in the place of the words, by lines and columns in code points.
        const lines = readFileSync(`${work}/${file}`);
        for (const fix of file.includes("bad") ? [] : r.fixes ?? []) {
            const { deletedRegion: d, insertedContent } = fix.artifactChanges[0].replacements[0];
            const line = [...decode(file, lines).replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)[d.startLine - 1]];
            assert.ok(f.suggestions.includes(insertedContent?.text ?? ""));
            if (d.startLine === d.endLine) assert.equal(line.slice(d.startColumn - 1, d.endColumn - 1).join(""), p.region.snippet.text);
        }
    });
    if (c === "given") assert.ok(results.some(r => r.relatedLocations?.some(l => /\.it\.txt$/.test(l.physicalLocation.artifactLocation.uri))));
    if (c === "baseline") assert.deepEqual(results.map(r => [r.baselineState, r.suppressions?.[0].kind]).sort(),
        [["new", undefined], ["new", undefined], ["unchanged", "external"], ["unchanged", "external"]]);
});

// --- JSON schemas ---

function validator(path, draft04) {
    const Ajv = draft04 ? require("ajv-draft-04") : require("ajv");
    const ajv = new Ajv({ strict: false, allErrors: true });
    require("ajv-formats")(ajv);
    return ajv.compile(JSON.parse(readFileSync(path, "utf8")));
}
const here = existsSync(schemas) ? null : `${schemas} is not here`;
const check = (valid, value) => assert.ok(valid(value), JSON.stringify(valid.errors?.slice(0, 3)));
const schema = here ? {} : { sarif: validator(`${schemas}/sarif-2.1.0.json`, true), rdjson: validator(`${schemas}/rdjson/DiagnosticResult.json`, true),
    diagnostic: validator(`${schemas}/rdjson/Diagnostic.json`, true) };
each("SARIF fits its schema", c => here ?? check(schema.sarif, JSON.parse(report("sarif", c))));
test("the schema would see a fault in SARIF", () => here ?? assert.ok(!schema.sarif({ version: "2.1.0", runs: [{ tool: {} }] })));
each("rdjson fits its schema", c => here ?? check(schema.rdjson, JSON.parse(report("rdjson", c))));
each("rdjsonl fits its schema", c => here ?? report("rdjsonl", c).split("\n").filter(Boolean).forEach(l => check(schema.diagnostic, JSON.parse(l))));
each("rdjsonl and rdjson say the same, and their columns count bytes", c => {
    const lines = report("rdjsonl", c).split("\n").filter(Boolean).map(l => JSON.parse(l)), want = findings(c);
    assert.deepEqual(lines, JSON.parse(report("rdjson", c)).diagnostics);
    assert.equal(lines.length, want.length);
    lines.forEach((d, i) => {
        const { start, end } = d.location.range, f = want[i];
        assert.equal(d.location.path, f.file);
        if (/utf16|latin1|bad/.test(f.file) || start.line !== end.line) return;
        const line = Buffer.from(readFileSync(`${work}/${f.file}`, "utf8").replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)[start.line - 1]);
        assert.equal(line.subarray(start.column - 1, end.column - 1).toString(), f.text);
    });
});

// --- GitHub's commands: read as the runner does, written again by its own library ---

const unescape = s => s.replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%25/g, "%");
const undata = s => s.replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%25/g, "%");
function issued(command, properties, message) {
    let out = "";
    const real = process.stdout.write;
    process.stdout.write = s => (out += s, true);
    try { core.issueCommand(command, properties, message); } finally { process.stdout.write = real; }
    return out.trimEnd();
}
each("@actions/core writes the annotations that github has", c => {
    const lines = report("github", c).split("\n").filter(Boolean), want = findings(c);
    assert.equal(lines.length, want.length);
    lines.forEach((line, i) => {
        const [, command, properties, message] = /^::(\w+) (.*?)::(.*)$/s.exec(line), f = want[i];
        const p = Object.fromEntries(properties.split(",").map(kv => [kv.slice(0, kv.indexOf("=")), unescape(kv.slice(kv.indexOf("=") + 1))]));
        assert.deepEqual([p.title, p.file, p.line, p.endLine], [f.rule, f.file, String(f.line), String(f.end_line)]);
        assert.equal(command, { critical: "error", major: "warning", minor: "notice" }[f.severity]);
        assert.equal(undata(message).indexOf(f.message), 0);
        assert.equal(line, issued(command, p, undata(message)));
    });
});

// --- XML ---

const xmllint = (args, input) => {
    const r = spawnSync("xmllint", ["--nonet", "--noout", ...args, "-"], { input, encoding: "utf8" });
    assert.equal(r.status, 0, r.stderr.slice(0, 600));
};
const count = (xml, tag) => xml.split(`<${tag} `).length - 1;
each("xmllint reads checkstyle", c => {
    const xml = report("checkstyle", c);
    xmllint([], xml);
    assert.equal(count(xml, "error"), findings(c).length);
});
each("junitparser reads junit", c => {
    xmllint([], report("junit", c));
    write("junit.xml", report("junit", c));
    const script = "import sys, junitparser\nx = junitparser.JUnitXml.fromfile(sys.argv[1])\nfor s in x:\n    cases = list(s)\n"
        + "    print(s.name, s.tests, s.failures, s.errors, len(cases), sum(1 for t in cases for r in t.result if isinstance(r, junitparser.Failure)), sep='\\t')\n";
    const rows = execFileSync("/usr/bin/python3", ["-c", script, `${work}/junit.xml`], { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
    const want = {};
    for (const f of findings(c)) want[f.file] = (want[f.file] ?? 0) + 1;
    for (const row of rows.trim().split("\n").map(l => l.split("\t"))) {
        const n = want[row[0]] ?? 0;
        assert.deepEqual(row.slice(1).map(Number), [n || 1, n, 0, n || 1, n], row[0]);
        delete want[row[0]];
    }
    assert.deepEqual(want, {});
});

test("junitparser counts lines that could not be read as errors", () => {
    write("broken.jsonl", '{"target":"They paid 20.000 euro."}\nnot JSON\n{"target":"half\n');
    const { stdout, status } = run(["check", "--only", "number", "--format", "junit", "broken.jsonl"]);
    write("junit.xml", stdout);
    const script = "import sys, junitparser\nfor s in junitparser.JUnitXml.fromfile(sys.argv[1]):\n    print(s.tests, s.failures, s.errors,"
        + " *[t.name for t in s for r in t.result if isinstance(r, junitparser.Error)])\n";
    assert.equal(execFileSync("/usr/bin/python3", ["-c", script, `${work}/junit.xml`], { encoding: "utf8" }).trim(), "3 1 2 line 2 line 3");
    assert.equal(status, 2);
});

// --- XLIFF: OASIS's schemas, with the copy of xml.xsd where they look for it ---

const xsd = `${work}/xsd`;
if (!here) {
    mkdirSync(`${xsd}/informativeCopiesOf3rdPartySchemas/w3c`, { recursive: true });
    for (const f of readdirSync(`${schemas}/xliff-2.1`)) writeFileSync(`${xsd}/${f}`, readFileSync(`${schemas}/xliff-2.1/${f}`));
    writeFileSync(`${xsd}/informativeCopiesOf3rdPartySchemas/w3c/xml.xsd`, readFileSync(`${schemas}/xliff-2.1/xml.xsd`));
    writeFileSync(`${xsd}/all.xsd`, "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
        + "<xs:import namespace=\"urn:oasis:names:tc:xliff:document:2.0\" schemaLocation=\"xliff_core_2.0.xsd\"/>"
        + "<xs:import namespace=\"http://www.w3.org/2005/11/its\" schemaLocation=\"its.xsd\"/></xs:schema>");
}
const fits = xml => xmllint(["--schema", `${xsd}/all.xsd`], xml);
const unannotated = xml => xml.replace(/\]\]>(<mrk[^>]*>|<\/mrk>)<!\[CDATA\[/g, "").replace(/<\/?mrk[^>]*>|<[se]m [^>]*>| xmlns:its="[^"]*" its:version="[^"]*"/g, "");
each("xmllint finds XLIFF to fit its schemas", c => here ?? fits(report("xliff", c)));
each("XLIFF marks what is found", c => {
    const xml = report("xliff", c);
    xmllint([], xml);
    assert.equal(count(xml, "mrk") + count(xml, "sm") + count(xml, "note"), findings(c).length);
});
each("XLIFF with its findings written back fits, says the same and is otherwise the same", c => {
    const fresh = unannotated(report("xliff", c));
    write(`${c}.xlf`, fresh);
    const back = run(["check", "--format", "xliff", `${c}.xlf`]).stdout;
    if (!here) fits(back);
    assert.equal(unannotated(back), fresh.replace(/ xmlns:its="[^"]*" its:version="[^"]*"/, ""));
    write(`${c}.back.xlf`, back);
    const [a, b] = [`${c}.xlf`, `${c}.back.xlf`].map(f => run(["check", "--quiet", "--format", "jsonl", f]).stdout.trim().split("\n").filter(Boolean)
        .map(l => JSON.parse(l)).map(f => [f.rule, f.text, f.message]));
    assert.deepEqual(b, a);
    if (c === "inferred" || c === "given") assert.ok(a.length > 20);
});
test("xmllint would see a fault in XLIFF", () => here ?? assert.throws(() => fits(report("xliff", "inferred").replace("<mrk id=", "<mrk iid="))));
test("xmllint would see a fault in ITS", () => here ?? assert.throws(() => fits(report("xliff", "inferred").replace("IssueType=\"", "IssueType=\"x"))));

// --- GitLab, MQM ---

each("gitlab has what GitLab asks for, no fingerprint twice", c => {
    const issues = JSON.parse(report("gitlab", c));
    assert.equal(issues.length, findings(c).length);
    assert.equal(new Set(issues.map(i => i.fingerprint)).size, issues.length);
    for (const i of issues) {
        assert.ok(["info", "minor", "major", "critical", "blocker"].includes(i.severity));
        assert.ok(i.description && i.check_name && i.location.path && i.location.lines.begin >= 1);
    }
});
each("mqm has rows of nine cells and marks the words", c => {
    const [head, ...rows] = report("mqm", c).trimEnd().split("\n").map(l => l.split("\t"));
    assert.deepEqual(head, ["system", "doc", "doc_id", "seg_id", "rater", "source", "target", "category", "severity"]);
    const marked = rows.filter(r => r[7] !== "No-error"), want = findings(c);
    for (const r of rows) assert.equal(r.length, 9);
    assert.equal(marked.length, want.length);
    marked.forEach((r, i) => {
        const words = /<v>(.*)<\/v>/s.exec(r[6])?.[1];
        if (words !== undefined) assert.equal(words, want[i].text.replace(/[\u0000-\u001f]/g, " "));
        assert.match(r[7], /^[A-Z][a-z]+( [a-z]+)?\/[A-Z][a-z ]+$|^Other$/);
    });
});

console.log(`${passed} passed, ${failed} failed`);
