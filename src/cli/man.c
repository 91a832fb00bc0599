/* The manual page, printed from the commands and their option tables. */
#include "cli/cli.h"

/* Text for roff: a backslash, and what would open a request, are escaped; '-' stays a plain hyphen. */
static void text(FILE *out, const char *s)
{
    if (*s == '.' || *s == '\'') fputs("\\&", out);
    for (; *s; s++) {
        if (*s == '\\') fputs("\\e", out);
        else if (*s == '-') fputs("\\-", out);
        else if (*s == '\n' || *s == '\v') fputs("\n.PP\n", out);
        else fputc(*s, out);
    }
    fputc('\n', out);
}

static void option(FILE *out, const struct argp_option *o)
{
    if (!o->name) {
        if (o->doc) fputs(".PP\n", out), text(out, o->doc);
        return;
    }
    fputs(".TP\n.B ", out);
    if (o->key > ' ' && o->key < 127) fprintf(out, "\\-%c, ", o->key);
    fputs("\\-\\-", out);
    for (const char *c = o->name; *c; c++) fputs(*c == '-' ? "\\-" : (char[]){ *c, '\0' }, out);
    if (o->arg) fprintf(out, "=\\fI%s\\fR", o->arg);
    fputc('\n', out);
    text(out, o->doc);
}

static void command(FILE *out, const cli_command *c)
{
    fprintf(out, ".SS calco %s %s\n", c->name, c->argp->args_doc ? c->argp->args_doc : "");
    text(out, c->argp->doc);
    for (const struct argp_option *o = c->argp->options; o->name || o->key || o->doc; o++) option(out, o);
}

void cli_print_man(FILE *out)
{
    fputs(".TH CALCO 1 \"\" \"calco " CALCO_VERSION "\" \"User Commands\"\n.SH NAME\ncalco \\- find calques and other faults in "
          "machine\\-translated text\n.SH SYNOPSIS\n.B calco\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIFILE\\fR...]\n.SH COMMANDS\n", out);
    for (size_t i = 0; cli_commands[i]; i++) command(out, cli_commands[i]);
    fputs(".SH EXIT STATUS\n.TP\n0\nNothing was found at or above the gate.\n.TP\n1\nSomething was found.\n.TP\n2\n"
          "Something could not be read or done; standard error says what. Other files are checked all the same.\n"
          ".SH ENVIRONMENT\n.TP\n.B CALCO_PACKS\nThe directory that is searched for packs first.\n.TP\n.B NO_COLOR\n"
          "No colour, where set and not empty.\n.SH FILES\n.I " CALCO_DATADIR "/PAIR.calco\n.SH EXAMPLES\n.nf\n"
          "calco check article.txt\ncalco check \\-\\-source article.it.txt article.en.txt\n"
          "calco check \\-\\-format jsonl texts/ | jq \\-r .rule\ncalco rules calque\n.fi\n", out);
}
