// Messages of a language server against the protocol's meta model: required members, types, and no members that the model does not know.
import { existsSync, readFileSync } from "node:fs";

// A checker, or null where the model is not there. check(type, value) returns a list of what is wrong, with paths.
export function modelAt(path) {
    if (!existsSync(path)) return null;
    const model = JSON.parse(readFileSync(path, "utf8"));
    const by = list => new Map(list.map(x => [x.name ?? x.method, x]));
    const structures = by(model.structures), enumerations = by(model.enumerations), aliases = by(model.typeAliases);
    const requests = by(model.requests), notifications = by(model.notifications);

    const propertiesOf = s => {
        const all = new Map();
        for (const parent of [...(s.extends ?? []), ...(s.mixins ?? [])])
            for (const [k, v] of propertiesOf(structures.get(parent.name))) all.set(k, v);
        for (const p of s.properties) all.set(p.name, p);
        return all;
    };
    const members = (properties, v, at) => {
        if (typeof v !== "object" || v === null || Array.isArray(v)) return [`${at}: not an object`];
        const wrong = [];
        for (const [name, p] of properties) {
            if (!(name in v)) { if (!p.optional) wrong.push(`${at}.${name}: missing`); } else wrong.push(...check(p.type, v[name], `${at}.${name}`));
        }
        for (const name of Object.keys(v)) if (!properties.has(name)) wrong.push(`${at}.${name}: unknown`);
        return wrong;
    };
    const base = {
        string: v => typeof v === "string", boolean: v => typeof v === "boolean", null: v => v === null, decimal: v => typeof v === "number",
        integer: v => Number.isInteger(v) && v >= -(2 ** 31) && v < 2 ** 31, uinteger: v => Number.isInteger(v) && v >= 0 && v < 2 ** 31,
        DocumentUri: v => typeof v === "string" && /^[a-z][a-z0-9+.-]*:/i.test(v), URI: v => typeof v === "string" && /^[a-z][a-z0-9+.-]*:/i.test(v),
        RegExp: v => typeof v === "string",
    };
    const reference = (name, v, at) => {
        if (name === "LSPAny" || name === "LSPObject" || name === "LSPArray") return [];
        if (structures.has(name)) return members(propertiesOf(structures.get(name)), v, at);
        if (enumerations.has(name)) {
            const e = enumerations.get(name);
            return e.supportsCustomValues || e.values.some(x => x.value === v) ? check(e.type, v, at) : [`${at}: ${JSON.stringify(v)} is no ${name}`];
        }
        return check(aliases.get(name).type, v, at);
    };
    function check(type, v, at = "$") {
        switch (type.kind) {
        case "base": return base[type.name](v) ? [] : [`${at}: no ${type.name}: ${JSON.stringify(v)}`];
        case "reference": return reference(type.name, v, at);
        case "array": return Array.isArray(v) ? v.flatMap((x, i) => check(type.element, x, `${at}[${i}]`)) : [`${at}: no array`];
        case "map": return typeof v === "object" && v && !Array.isArray(v) ? Object.entries(v).flatMap(([k, x]) => [...check(type.key, k, `${at} key`), ...check(type.value, x, `${at}.${k}`)]) : [`${at}: no map`];
        case "tuple": return Array.isArray(v) && v.length === type.items.length ? type.items.flatMap((t, i) => check(t, v[i], `${at}[${i}]`)) : [`${at}: no tuple`];
        case "literal": return members(new Map(type.value.properties.map(p => [p.name, p])), v, at);
        case "stringLiteral": return v === type.value ? [] : [`${at}: not "${type.value}"`];
        case "and": return type.items.flatMap(t => check(t, v, at));
        case "or": {
            const tries = type.items.map(t => check(t, v, at));
            return tries.some(t => !t.length) ? [] : tries.sort((a, b) => a.length - b.length)[0];
        }
        default: return [`${at}: kind ${type.kind}`];
        }
    }
    // A whole message of the server; `methodOf` knows what each request of the client was.
    const message = (m, methodOf) => {
        const wrong = [];
        if (m.jsonrpc !== "2.0") wrong.push("jsonrpc is not 2.0");
        for (const k of Object.keys(m)) if (!["jsonrpc", "id", "method", "params", "result", "error"].includes(k)) wrong.push(`${k}: unknown`);
        if (m.method !== undefined) {
            const known = ("id" in m ? requests : notifications).get(m.method);
            if (!known) return [...wrong, `${m.method}: no such method`];
            if (known.messageDirection === "clientToServer") wrong.push(`${m.method}: not the server's to send`);
            if (known.params) wrong.push(...check(known.params, m.params, m.method));
            else if ("params" in m) wrong.push(`${m.method}: has no params`);
        } else if ("error" in m) {
            if ("result" in m) wrong.push("both result and error");
            if (!Number.isInteger(m.error.code) || typeof m.error.message !== "string") wrong.push("error without code and message");
        } else {
            const method = methodOf(m.id);
            if (!("result" in m)) wrong.push("neither result nor error");
            else if (!requests.has(method)) wrong.push(`an answer to ${method}`);
            else wrong.push(...check(requests.get(method).result, m.result, `${method} result`));
        }
        return wrong;
    };
    return { check, message };
}
