# calco: `make demo` sets up, builds and checks a text; `make test` sets up, builds and passes all tests.
# `make help` lists the rest.
CC      = gcc
BUILD   = build
PREFIX  = /usr/local
DESTDIR =
WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror
OPT     = -O2 -g
DEFS    = -D_GNU_SOURCE -DCALCO_DATADIR='"$(PREFIX)/share/calco"'
SAN     =
CFLAGS  = -std=c11 $(WARN) $(OPT) $(SAN) $(DEFS) -Iinclude -Isrc -pthread -MMD -MP
LIBS    = -licuuc -licudata -lhunspell-1.7 -ljansson -lyaml -lexpat -lmd4c -lgumbo -lyajl -lxxhash -lm -pthread

# Where packs are read from at run time: $CALCO_PACKS, build/packs beside the program, $(PREFIX)/share/calco.
ROOMS    = base text lang read align check judge report
LIB_SRC := $(foreach room,$(ROOMS),$(wildcard src/$(room)/*.c)) $(wildcard src/*.c)
LIB_SRC += $(BUILD)/gen/html_assets.c
CLI_SRC := $(wildcard src/cli/*.c)
LSP_SRC := $(wildcard src/lsp/*.c)
PACK_SRC := $(wildcard src/pack/*.c)
TRAIN    := $(patsubst src/train/%.c,$(BUILD)/train-%,$(wildcard src/train/*.c))
TESTS    := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/test_*.c))
obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB = $(BUILD)/libcalco.a
LSP = $(BUILD)/liblsp.a

PAIRS = it-en
PACKS = $(PAIRS:%=$(BUILD)/packs/%.calco)

# A build that came from a cache to another machine still needs the packages.
all: $(BUILD)/.setup
	@.ci/setup .ci/packages
	@$(MAKE) --no-print-directory programs packs
programs: $(BUILD)/calco $(BUILD)/calco-pack
packs: $(PACKS)

$(BUILD)/.setup: .ci/packages .ci/setup
	@mkdir -p $(BUILD)
	.ci/setup .ci/packages
	@touch $@

$(BUILD)/obj/%.o: %.c $(BUILD)/.setup
	@mkdir -p $(@D)
	@echo "cc $<"; $(CC) $(CFLAGS) -c -o $@ $<
# The style, script and fixed parts of the HTML report.
ASSETS := $(wildcard src/report/assets/*.*)
$(BUILD)/gen/html_assets.c: src/report/assets/embed $(ASSETS)
	@mkdir -p $(@D)
	src/report/assets/embed $(ASSETS) >$@.tmp && mv $@.tmp $@
$(LIB): $(call obj,$(LIB_SRC))
	@rm -f $@
	ar rcs $@ $^
$(LSP): $(call obj,$(LSP_SRC))
	@rm -f $@
	ar rcs $@ $^
$(BUILD)/calco: $(call obj,$(CLI_SRC)) $(LSP) $(LIB)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/calco-pack: $(call obj,$(PACK_SRC)) $(LIB)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/train-%: $(BUILD)/obj/src/train/%.o $(LIB)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(LSP) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS) -lcmocka

# A pack is rebuilt when its dictionaries or the packer change.
DATA := $(shell find dictionaries -type f)
$(BUILD)/packs/%.calco: $(BUILD)/calco-pack $(DATA)
	@mkdir -p $(@D)
	$(BUILD)/calco-pack $* dictionaries $@

# Findings are what the demo is for: only exit status 2 is a failure.
demo: all
	@$(BUILD)/calco check corpus/demo.en.txt; [ $$? -lt 2 ]

help:
	@sed -n 's/^\([a-z-]*\):.*/\1/p' Makefile | sort -u | tr '\n' ' '; echo

# The extension for Visual Studio Code, from npm: build/vscode/calco.vsix.
VSCODE = src/editors/vscode
$(BUILD)/vscode/calco.vsix: $(wildcard $(VSCODE)/*.* $(VSCODE)/.vscodeignore $(VSCODE)/src/*) LICENSE
	@command -v npm >/dev/null || .ci/setup .ci/packages-npm
	@mkdir -p $(BUILD)/vscode && cp -r $(VSCODE)/. LICENSE $(BUILD)/vscode/
	cd $(BUILD)/vscode && npm install --silent --no-audit --no-fund --ignore-scripts && npm run --silent package
vsix: $(BUILD)/vscode/calco.vsix
.PHONY: vsix

# --- installing ---

$(BUILD)/calco.1: $(BUILD)/calco
	$(BUILD)/calco --print-man >$@.tmp && mv $@.tmp $@
INSTALLED = $(DESTDIR)$(PREFIX)
install: all $(BUILD)/calco.1
	install -d $(INSTALLED)/bin $(INSTALLED)/include $(INSTALLED)/lib/pkgconfig $(INSTALLED)/share/calco $(INSTALLED)/share/man/man1
	install $(BUILD)/calco $(BUILD)/calco-pack $(INSTALLED)/bin
	install -m 644 include/calco.h $(INSTALLED)/include
	install -m 644 $(LIB) $(INSTALLED)/lib
	install -m 644 $(PACKS) $(INSTALLED)/share/calco
	install -m 644 $(BUILD)/calco.1 $(INSTALLED)/share/man/man1
	sed -n 's/^#define CALCO_VERSION "\(.*\)"/Version: \1/p' include/calco.h >$(BUILD)/calco.pc
	printf '%s\n' 'Name: calco' 'Description: Find calques and other faults in machine-translated text' \
	    'Cflags: -I$(PREFIX)/include' 'Libs: -L$(PREFIX)/lib -lcalco $(LIBS)' >>$(BUILD)/calco.pc
	install -m 644 $(BUILD)/calco.pc $(INSTALLED)/lib/pkgconfig
uninstall:
	rm -f $(INSTALLED)/bin/calco $(INSTALLED)/bin/calco-pack $(INSTALLED)/include/calco.h $(INSTALLED)/lib/libcalco.a \
	    $(INSTALLED)/lib/pkgconfig/calco.pc $(INSTALLED)/share/man/man1/calco.1 $(PACKS:$(BUILD)/packs/%=$(INSTALLED)/share/calco/%)
	-rmdir $(INSTALLED)/share/calco

# --- tests and checks ---

test: all
	@$(MAKE) --no-print-directory $(TESTS)
	@tests/run $(BUILD)

# All tests with sanitizers, each allocation of an arena on its own. The packer is one of the programs that run so.
asan:
	@.ci/setup .ci/packages .ci/packages-ci
	@LONG_LINE=1000000 $(MAKE) --no-print-directory BUILD=$(BUILD)/asan CC=clang OPT='-O1 -g -DARENA_EXACT' \
	    SAN='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer' test

# Take what the program prints now as what the cases of tests/cli expect, and show what that changes.
golden-update: all
	@tests/cli/run $(BUILD) --update; git --no-pager diff --stat -- tests/cli

# With the programs that output is for, from Debian and npm: Chromium, validators of the formats.
clients: all vsix
	@.ci/setup .ci/packages-ci; command -v npm >/dev/null || .ci/setup .ci/packages-npm
	@tests/clients/run $(BUILD)

tidy:
	@.ci/setup .ci/packages .ci/packages-ci
	@find src -name '*.c' ! -path 'src/train/*' | sort | xargs -P 2 -n 8 sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- -std=c11 \
	    -D_GNU_SOURCE -DCALCO_DATADIR=\"\" -Iinclude -Isrc 2>/dev/null' tidy
	@echo "tidy: in order"
cppcheck:
	@.ci/setup .ci/packages .ci/packages-ci
	@cppcheck --quiet -j 2 --std=c11 --enable=warning,performance,portability --suppressions-list=.ci/cppcheck --error-exitcode=1 \
	    -DCALCO_DATADIR='""' -D_GNU_SOURCE -Iinclude -Isrc src
	@echo "cppcheck: in order"

# Lines "source TAB machine translation" of our own articles.
CORPUS_PAIRS = for f in corpus/*.it.txt; do e=$${f%.it.txt}.mt.en.txt; [ $$(wc -l <$$f) != $$(wc -l <$$e) ] || paste $$f $$e; done | grep -P '\S\t\S'
# Time and memory of the program beside hunspell on the same text; ratios are what counts.
bench: all $(BUILD)/tests/bench $(BUILD)/tests/bench_lsp
	@.ci/setup .ci/packages-ci
	@$(CORPUS_PAIRS) >$(BUILD)/pairs.tsv
	@$(BUILD)/tests/bench $(BUILD)/calco $(BUILD)/pairs.tsv corpus/*.good.en.txt
	@for texts in good mt; do for with in '' -s; do $(BUILD)/tests/bench_lsp $(BUILD)/calco $$with corpus/*.$$texts.en.txt; done; done

# Precision and recall on corpus/, findings on planted faults (DEMETR), and where the shared benches are at hand on those: FLAGS=-v lists misses and false alarms.
PLANTED = ../shared/bench/demetr.it-en.dev.tsv
accuracy: all $(BUILD)/tests/accuracy $(BUILD)/tests/localisation $(BUILD)/tests/align_accuracy
	@$(BUILD)/tests/accuracy $(BUILD)/packs/it-en.calco corpus $(FLAGS)
	@$(BUILD)/tests/align_accuracy $(BUILD)/packs/it-en.calco corpus ../shared/bench/ntrex.it-en.dev.tsv $(FLAGS)
	@if [ -f $(PLANTED) ]; then $(BUILD)/tests/localisation $(BUILD)/packs/it-en.calco $(PLANTED) $(FLAGS); else echo "$(PLANTED): not here, skipped"; fi
	@for bench in seed clean; do if [ -x ../shared/bench/$$bench ]; then CALCO=$(BUILD)/calco ../shared/bench/$$bench; \
	    else echo "../shared/bench/$$bench: not here, skipped"; fi; done

# Trying phrase rules without building the pack again: `make rows RULES=FILE.tsv` runs the examples of rows, `make curate
# RULES=FILE.tsv FILES='a.txt b.it-en.tsv.xz'` prints what they flag in edited English (tables: second column), by row.
# Both use a pack of the languages alone, so that a bad row in one table does not keep others from being tried.
RULES = dictionaries/it-en/rules
FILES = ../shared/bench/ntrex.it-en.dev.tsv
LANGUAGES = $(BUILD)/languages/it-en.calco
$(LANGUAGES): $(BUILD)/calco-pack $(filter-out dictionaries/it-en/% dictionaries/%.md,$(DATA))
	@mkdir -p $(BUILD)/languages/it-en
	@ln -sfn $(CURDIR)/dictionaries/en $(BUILD)/languages/en; ln -sfn $(CURDIR)/dictionaries/it $(BUILD)/languages/it
	$(BUILD)/calco-pack it-en $(BUILD)/languages $@
rows: $(BUILD)/tests/test_rows $(LANGUAGES)
	@CALCO_TEST_PACK=$(LANGUAGES) $(BUILD)/tests/test_rows $(RULES)
curate: $(BUILD)/tests/curate $(LANGUAGES)
	@for f in $(FILES); do case $$f in *.tsv.xz) xz -dc $$f | cut -f2 ;; *.xz) xz -dc $$f ;; *.tsv) cut -f2 $$f ;; \
	    *) cat $$f ;; esac; done | $(BUILD)/tests/curate $(LANGUAGES) $(RULES)
bench-rules: $(BUILD)/tests/bench_rules
	@$<

# Each tests/fuzz_*.c in turn, with exact arenas and sanitizers, for its share of FUZZ_SECONDS, beginning with corpus/ and the seeds
# in tests/seeds/NAME. What was found interesting stays in build/fuzz/corpus, what crashed in build/fuzz/NAME-crash-*.
FUZZ_SECONDS = 60
# 0: another each time; CI takes the same each time, so that it fails for changes alone.
FUZZ_SEED = 0
FUZZERS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/fuzz_*.c))
$(BUILD)/tests/fuzz_%: $(BUILD)/obj/tests/fuzz_%.o $(LSP) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)
fuzz:
	@.ci/setup .ci/packages .ci/packages-ci
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang OPT='-O1 -g -DARENA_EXACT' \
	    SAN='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzzers
fuzzers: $(FUZZERS)
	@for f in $(FUZZERS); do name=$${f##*/}; mkdir -p $(BUILD)/corpus/$$name; echo "fuzz: $$name"; \
	    $$f -max_total_time=$$(( $(FUZZ_SECONDS) / $(words $(FUZZERS)) )) -timeout=20 -seed=$(FUZZ_SEED) -rss_limit_mb=2048 -print_final_stats=1 \
	        -verbosity=0 -artifact_prefix=$(BUILD)/$$name- $(BUILD)/corpus/$$name corpus $$(ls -d tests/seeds/$$name 2>/dev/null) >$(BUILD)/$$name.log 2>&1 || \
	        { tail -n 60 $(BUILD)/$$name.log; exit 1; }; grep -E 'number_of_executed|peak_rss' $(BUILD)/$$name.log; done

# How good the inferred source is, on the machine-like English of corpus/ and where it is at hand on PUD (free translations).
infer-accuracy: all $(BUILD)/tests/infer_accuracy
	@$(CORPUS_PAIRS) | $(BUILD)/tests/infer_accuracy $(BUILD)/packs/it-en.calco -
	@[ ! -f $(CORPORA)/pud.it-en.tsv.xz ] || xz -dc $(CORPORA)/pud.it-en.tsv.xz | $(BUILD)/tests/infer_accuracy $(BUILD)/packs/it-en.calco -

# Tables that are computed from ../shared: forms, n-gram model and lexicon. They need a pack with tags and clitics, then
# forms; each prints to standard output, `make train-lexicon >dictionaries/it-en/lexicon.tsv`.
CORPORA = ../shared/corpora
LEXICONS = ../shared/lexicons
IT_TEXTS = $(foreach t,wikinews.it.txt degasperi.it.txt europarl59k.it-en.tsv europarl14k.it-en.tsv tatoeba-test.it-en.tsv \
    opus-mt.it-en.tsv italia-plan-mt.it-en.tsv,$(CORPORA)/$(t).xz)
train-forms: $(BUILD)/train-forms
	@$< $(BUILD)/packs/it-en.calco it $(LEXICONS)/morph-it.it.tsv.xz -l dictionaries/it-en/lexicon.tsv $(IT_TEXTS)
train-context: $(BUILD)/train-context
	@rm -f dictionaries/it/context.tsv dictionaries/it/weights.tsv; $(MAKE) --no-print-directory $(LANGUAGES)
	@$< $(LANGUAGES) it dictionaries/it/context.tsv dictionaries/it/weights.tsv $(IT_TEXTS)
train-ngram: $(BUILD)/train-ngram
	@$< $(BUILD)/packs/it-en.calco it -c 2,2,4 $(IT_TEXTS) $(CORPORA)/europarl799.it-en.tsv.xz $(CORPORA)/cocoa.it-en.tsv.xz
train-lexicon: $(BUILD)/train-lexicon
	@$< it-en $(BUILD)/packs/it-en.calco $(LEXICONS) -n 400000 $(foreach t,europarl59k=1 europarl14k=1 europarl799=1 \
	    tatoeba-test=1.5 opus-mt=1 italia-plan-mt=0.7 cocoa=1 lohelp=0.2,$(CORPORA)/$(subst =,.it-en.tsv.xz=,$(t))) \
	    $(CORPORA)/wikinews.it.txt.xz=1 $(CORPORA)/degasperi.it.txt.xz=1
# Not needed to build: learn the tagger anew (dictionaries/en/tagger.tsv) from text tagged word/TAG, one sentence a line;
# TEST=10 keeps every tenth sentence out of training and prints the accuracy on them.
TAGGED = ../shared/corpora/masc.en.tagged.txt.xz
train-words: $(BUILD)/train-words $(LANGUAGES)
	$< $(LANGUAGES) dictionaries/en $(LEXICONS)/agid.en.txt.xz $(LEXICONS)/languagetool.en.tsv.xz $(LEXICONS)/names-demonyms.en.tsv.xz \
	    $(TAGGED) /usr/share/festival/dicts/wsj.wp39.poslexR /usr/share/pocketsphinx/model/en-us/en-us.lm.bin
train-tagger: $(BUILD)/train-tagger
	rm -f dictionaries/en/tagger.tsv
	@$(MAKE) --no-print-directory $(LANGUAGES)
	xz -dc $(TAGGED) | $(BUILD)/train-tagger $(LANGUAGES) en dictionaries/en/mend.tsv dictionaries/en/tagger.tsv $(TEST)

# The weights of `calco score`, fitted on all four pairs of DEMETR's dev halves; figures by kind go to the terminal.
SCORED = it-en fr-en es-en de-en
PAIR   = it-en
train-score: $(BUILD)/train-score $(SCORED:%=$(BUILD)/packs/%.calco)
	$(BUILD)/train-score $(shell echo $(SCORED:%=$(BUILD)/packs/%.calco) | tr ' ' ',') $(SCORED:%=../shared/bench/demetr.%.dev.tsv) >$(BUILD)/score.tsv
	for pair in $(SCORED); do cp $(BUILD)/score.tsv dictionaries/$$pair/score.tsv; done

# How classes of words and verb groups render each other, for PAIR: dictionaries/PAIR/classes.tsv; then a new pack and train-score.
train-classes: $(BUILD)/train-classes $(BUILD)/packs/$(PAIR).calco
	$< $(BUILD)/packs/$(PAIR).calco $(foreach t,europarl59k europarl799 wesnoth opus-mt tatoeba-test pud modernmt-examples.europarl,$(wildcard $(CORPORA)/$(t).$(PAIR).tsv.xz)) >$(BUILD)/classes.tsv
	mv $(BUILD)/classes.tsv dictionaries/$(PAIR)/classes.tsv

bitexts = $(foreach t,$(1),$(if $(wildcard $(CORPORA)/$(t).$(PAIR).tsv.xz),$(BUILD)/packs/$(PAIR).calco $(CORPORA)/$(t).$(PAIR).tsv.xz))
# Words as points (dictionaries/en/vectors.tsv), from texts, WordNet (package wordnet-base) and all lexicons; about five minutes.
train-vectors: $(BUILD)/train-vectors
	@.ci/setup .ci/packages-ci
	@$< $(BUILD)/packs/it-en.calco en /usr/share/wordnet -n 40000 $(foreach p,$(SCORED),-l dictionaries/$(p)/lexicon.tsv) $(CORPORA)/masc.en.txt.xz \
	    $(foreach t,europarl59k.it wesnoth.it tatoeba-test.it tatoeba-test.fr tatoeba-test.es tatoeba-test.de pud.it opus-mt.it cocoa.it italia-plan-mt.it,$(CORPORA)/$(t)-en.tsv.xz) \
	    >$(BUILD)/vectors.tsv
	mv $(BUILD)/vectors.tsv dictionaries/en/vectors.tsv
# Which words a translation leaves without a counterpart, for PAIR; first `make train-loose`, then a new pack, then `make train-account`.
train-loose: $(BUILD)/train-account
	$< -l $(call bitexts,europarl59k europarl14k europarl799 wesnoth italia-plan-mt cocoa) >$(BUILD)/loose.tsv
	mv $(BUILD)/loose.tsv dictionaries/$(PAIR)/loose.tsv
train-account: $(BUILD)/train-account
	$< $(call bitexts,pud opus-mt tatoeba-test italia-plan-mt europarl799 cocoa) >$(BUILD)/account.tsv
	mv $(BUILD)/account.tsv dictionaries/$(PAIR)/account.tsv

train-tense: $(BUILD)/train-tense
	$< $(call bitexts,europarl59k europarl14k europarl799 wesnoth italia-plan-mt cocoa pud opus-mt tatoeba-test) >$(BUILD)/tense.tsv
	mv $(BUILD)/tense.tsv dictionaries/$(PAIR)/tense.tsv

train-tagrams: $(BUILD)/train-tagrams
	xz -dc $(TAGGED) | $< >$(BUILD)/tagrams.tsv
	mv $(BUILD)/tagrams.tsv dictionaries/en/tagrams.tsv

# Where the bits per word of a sentence stand among edited news: the news part of PUD.
train-calibration: $(BUILD)/train-calibration packs
	xz -dc ../shared/corpora/pud.??-en.tsv.xz | awk -F'\t' '$$3 ~ /^n/ && !seen[$$2]++ { print $$2 "\n" }' >$(BUILD)/news.txt
	$(BUILD)/train-calibration $(PACKS) $(BUILD)/news.txt >$(BUILD)/calibration.tsv
	mv $(BUILD)/calibration.tsv dictionaries/en/calibration.tsv

floors:
	@.ci/floors

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
.PHONY: clients all programs packs demo help install uninstall test asan golden-update tidy cppcheck bench accuracy rows curate bench-rules floors infer-accuracy \
    clean fuzz fuzzers train-forms train-ngram train-lexicon train-context train-words train-tagger train-calibration train-loose train-vectors train-account train-tense train-tagrams train-score train-classes
.SECONDARY:
