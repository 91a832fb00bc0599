# calco: `make demo` sets up, builds and checks a text; `make test` sets up, builds and passes all tests.
CC      = gcc
BUILD   = build
PREFIX  = /usr/local
DESTDIR =
WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror
OPT     = -O2 -g
DEFS    = -D_GNU_SOURCE -DCALCO_DATADIR='"$(PREFIX)/share/calco"'
SAN     =
CFLAGS  = -std=c11 $(WARN) $(OPT) $(SAN) $(DEFS) -Iinclude -Isrc -pthread -MMD -MP
LIBS    = -licuuc -licudata -lhunspell-1.7 -ljansson -lxxhash -lm -pthread

# Where packs are read from at run time: $CALCO_PACKS, build/packs beside the program, $(PREFIX)/share/calco.
ROOMS    = base text lang read align check judge report
LIB_SRC := $(foreach room,$(ROOMS),$(wildcard src/$(room)/*.c)) $(wildcard src/*.c)
CLI_SRC := $(wildcard src/cli/*.c)
PACK_SRC := $(wildcard src/pack/*.c)
TRAIN    := $(patsubst src/train/%.c,$(BUILD)/train-%,$(wildcard src/train/*.c))
TESTS    := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/test_*.c))
obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB = $(BUILD)/libcalco.a

PAIRS = it-en
PACKS = $(PAIRS:%=$(BUILD)/packs/%.calco)

all: $(BUILD)/.setup
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
$(LIB): $(call obj,$(LIB_SRC))
	@rm -f $@
	ar rcs $@ $^
$(BUILD)/calco: $(call obj,$(CLI_SRC)) $(LIB)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/calco-pack: $(call obj,$(PACK_SRC)) $(LIB)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/train-%: $(BUILD)/obj/src/train/%.o $(LIB)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS)
$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS) -lcmocka

# A pack is rebuilt when its dictionaries or the packer change.
DATA := $(shell find dictionaries -type f)
$(BUILD)/packs/%.calco: $(BUILD)/calco-pack $(DATA)
	@mkdir -p $(@D)
	$(BUILD)/calco-pack $* dictionaries $@

demo: all
	-$(BUILD)/calco check corpus/demo.en.txt

test: all
	@$(MAKE) --no-print-directory $(TESTS)
	@tests/run $(BUILD)

# Precision and recall on corpus/, and where the shared benches are at hand on those: FLAGS=-v lists misses and false alarms.
accuracy: all $(BUILD)/tests/accuracy
	@$(BUILD)/tests/accuracy $(BUILD)/packs/it-en.calco corpus $(FLAGS)
	@for bench in seed clean; do [ ! -x ../shared/bench/$$bench ] || CALCO=$(BUILD)/calco ../shared/bench/$$bench; done

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

# Each tests/fuzz_*.c in turn, with exact arenas and sanitizers, for its share of FUZZ_SECONDS. What was found interesting
# stays in build/fuzz/corpus, what crashed in build/fuzz/NAME-crash-*.
FUZZ_SECONDS = 60
FUZZERS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/fuzz_*.c))
$(BUILD)/tests/fuzz_%: $(BUILD)/obj/tests/fuzz_%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)
fuzz:
	@.ci/setup .ci/packages .ci/packages-ci
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang OPT='-O1 -g -DARENA_EXACT' \
	    SAN='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzzers
fuzzers: $(FUZZERS)
	@for f in $(FUZZERS); do name=$${f##*/}; mkdir -p $(BUILD)/corpus/$$name; echo "fuzz: $$name"; \
	    $$f -max_total_time=$$(( $(FUZZ_SECONDS) / $(words $(FUZZERS)) )) -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
	        -verbosity=0 -artifact_prefix=$(BUILD)/$$name- $(BUILD)/corpus/$$name corpus >$(BUILD)/$$name.log 2>&1 || \
	        { tail -n 60 $(BUILD)/$$name.log; exit 1; }; grep -E 'number_of_executed|peak_rss' $(BUILD)/$$name.log; done

# Tables that are computed from ../shared: forms, n-gram model and lexicon. They need a pack with tags and clitics, then
# forms; each prints to standard output, `make train-lexicon >dictionaries/it-en/lexicon.tsv`.
CORPORA = ../shared/corpora
LEXICONS = ../shared/lexicons
IT_TEXTS = $(foreach t,wikinews.it.txt degasperi.it.txt europarl59k.it-en.tsv europarl14k.it-en.tsv tatoeba-test.it-en.tsv \
    opus-mt.it-en.tsv italia-plan-mt.it-en.tsv,$(CORPORA)/$(t).xz)
train-forms: $(BUILD)/train-forms
	@$< $(BUILD)/packs/it-en.calco it $(LEXICONS)/morph-it.it.tsv.xz -l dictionaries/it-en/lexicon.tsv $(IT_TEXTS)
train-ngram: $(BUILD)/train-ngram
	@$< $(BUILD)/packs/it-en.calco it -c 2,2,4 $(IT_TEXTS) $(CORPORA)/europarl799.it-en.tsv.xz $(CORPORA)/cocoa.it-en.tsv.xz
train-lexicon: $(BUILD)/train-lexicon
	@$< it-en $(BUILD)/packs/it-en.calco $(LEXICONS) -n 140000 $(foreach t,europarl59k=1 europarl14k=1 europarl799=1 \
	    tatoeba-test=1.5 opus-mt=1 italia-plan-mt=0.7 cocoa=1 lohelp=0.2,$(CORPORA)/$(subst =,.it-en.tsv.xz=,$(t))) \
	    $(CORPORA)/wikinews.it.txt.xz=1 $(CORPORA)/degasperi.it.txt.xz=1
# Not needed to build: learn the tagger anew (dictionaries/en/tagger.tsv) from text tagged word/TAG, one sentence a line;
# TEST=10 keeps every tenth sentence out of training and prints the accuracy on them.
TAGGED = ../shared/corpora/masc.en.tagged.txt.xz
train-tagger: $(BUILD)/train-tagger
	rm -f dictionaries/en/tagger.tsv
	@$(MAKE) --no-print-directory $(LANGUAGES)
	xz -dc $(TAGGED) | $(BUILD)/train-tagger $(LANGUAGES) en dictionaries/en/mend.tsv dictionaries/en/tagger.tsv $(TEST)

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
.PHONY: train-calibration all programs packs demo test accuracy rows curate bench-rules floors clean fuzz fuzzers train-forms train-ngram train-lexicon train-tagger
.SECONDARY:
