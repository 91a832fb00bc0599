/* YAML through libyaml, the only file that includes it. */
#include "base/yaml.h"

#include "base/buf.h"
#include "base/err.h"

#include <yaml.h>

enum { DEEPEST = 32, MOST_NODES = 100000 };

typedef struct {
    calco_arena     *arena;
    str              text;
    yaml_document_t *document;
    size_t           nodes;
    size_t           characters, bytes; /* a place in the text, in both units */
} loading;

/* libyaml counts characters. Nodes come nearly in order: walk from the last place on. */
static size_t byte_of(loading *l, size_t index)
{
    if (index < l->characters) l->characters = l->bytes = 0;
    while (l->characters < index && l->bytes < l->text.n) {
        l->bytes++;
        while (l->bytes < l->text.n && ((unsigned char)l->text.p[l->bytes] & 0xc0) == 0x80) l->bytes++;
        l->characters++;
    }
    return l->bytes;
}

/* Recursion is bounded: nothing nests deeper than DEEPEST. */
static bool load(loading *l, int id, int depth, calco_yaml *out)
{
    yaml_node_t *node = yaml_document_get_node(l->document, id);
    if (!node || depth > DEEPEST || ++l->nodes > MOST_NODES) return false;
    out->line = node->start_mark.line + 1;
    out->column = node->start_mark.column + 1;
    out->start = byte_of(l, node->start_mark.index);
    out->end = byte_of(l, node->end_mark.index);
    if (node->type == YAML_SCALAR_NODE) {
        out->kind = YAML_SCALAR;
        out->value = calco_arena_str(l->arena, (str){ (const char *)node->data.scalar.value, node->data.scalar.length });
        out->plain = node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && out->end - out->start == out->value.n &&
                     memcmp(l->text.p + out->start, out->value.p, out->value.n) == 0;
        return true;
    }
    if (node->type == YAML_SEQUENCE_NODE) {
        yaml_node_item_t *first = node->data.sequence.items.start;
        out->kind = YAML_LIST;
        out->n = (size_t)(node->data.sequence.items.top - first);
        out->items = ARENA_ARRAY(l->arena, calco_yaml, out->n);
        for (size_t i = 0; i < out->n; i++)
            if (!load(l, first[i], depth + 1, &out->items[i])) return false;
        return true;
    }
    yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    out->kind = YAML_MAP;
    out->n = (size_t)(node->data.mapping.pairs.top - pair);
    out->keys = ARENA_ARRAY(l->arena, calco_yaml, out->n);
    out->items = ARENA_ARRAY(l->arena, calco_yaml, out->n);
    for (size_t i = 0; i < out->n; i++)
        if (!load(l, pair[i].key, depth + 1, &out->keys[i]) || !load(l, pair[i].value, depth + 1, &out->items[i])) return false;
    return true;
}

static const calco_yaml *tree_of(loading *l, const char *name, calco_err *err)
{
    calco_yaml  *tree = ARENA_NEW(l->arena, calco_yaml);
    yaml_node_t *root = yaml_document_get_root_node(l->document);
    tree->line = tree->column = 1;
    if (!root || load(l, 1, 0, tree)) return tree;
    calco_fail(err, CALCO_ERR_FORMAT, name, "nests too deep or holds too much; write it without aliases");
    return NULL;
}

const calco_yaml *calco_yaml_parse(calco_arena *a, str text, const char *name, calco_err *err)
{
    yaml_parser_t   parser;
    yaml_document_t document;
    if (!yaml_parser_initialize(&parser)) abort(); /* out of memory */
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)(text.n ? text.p : ""), text.n);
    const calco_yaml *tree = NULL;
    if (yaml_parser_load(&parser, &document)) {
        loading l = { .arena = a, .text = text, .document = &document };
        tree = tree_of(&l, name, err);
        yaml_document_delete(&document);
    } else {
        calco_fail_line(err, CALCO_ERR_FORMAT, name, parser.problem_mark.line + 1, "is no YAML here: %s",
                        parser.problem ? parser.problem : "it cannot be read");
        if (err) err->byte = parser.problem_offset;
    }
    yaml_parser_delete(&parser);
    return tree;
}

/* Plain where that reads back as it is, else in double quotes. */
static void write_scalar(calco_buf *b, str s)
{
    bool plain = s.n > 0 && s.p[0] && !strchr("-?:,[]{}#&*!|>'\"%@` ", s.p[0]) && s.p[s.n - 1] != ' ';
    for (size_t i = 0; i < s.n; i++) plain &= (unsigned char)s.p[i] >= ' ' && !strchr(",[]{}#:\"", s.p[i]);
    if (plain) {
        calco_buf_str(b, s);
        return;
    }
    calco_buf_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\') calco_buf_char(b, '\\');
        if (s.p[i] == '\n') calco_buf_str(b, STR("\\n"));
        else if ((unsigned char)s.p[i] < ' ') calco_buf_printf(b, "\\x%02x", (unsigned)s.p[i]);
        else calco_buf_char(b, s.p[i]);
    }
    calco_buf_char(b, '"');
}

static void write_tree(calco_buf *b, const calco_yaml *t)
{
    if (t->kind == YAML_NULL) calco_buf_char(b, '~');
    if (t->kind == YAML_SCALAR) write_scalar(b, t->value);
    if (t->kind != YAML_LIST && t->kind != YAML_MAP) return;
    calco_buf_char(b, t->kind == YAML_LIST ? '[' : '{');
    for (size_t i = 0; i < t->n; i++) {
        if (i) calco_buf_str(b, STR(", "));
        if (t->kind == YAML_MAP) {
            write_tree(b, &t->keys[i]);
            calco_buf_str(b, STR(": "));
        }
        write_tree(b, &t->items[i]);
    }
    calco_buf_char(b, t->kind == YAML_LIST ? ']' : '}');
}

str calco_yaml_write(calco_arena *a, const calco_yaml *tree)
{
    calco_buf b = { 0 };
    write_tree(&b, tree);
    str out = calco_arena_str(a, calco_buf_view(&b));
    calco_buf_free(&b);
    return out;
}
