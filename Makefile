# inquit: who said what.  `make help` lists what can be asked for.
VERSION  := $(shell sed -n 's/.*INQ_VERSION "\(.*\)"/\1/p' src/inquit.h)
CC       ?= gcc
PREFIX   ?= /usr/local
BUILD    ?= build
MODEL    ?= models/en.inq
DATA     ?= ../shared
PYTHON   ?= $(firstword $(wildcard $(BUILD)/venv/bin/python) python3)

PACKAGES := libutf8proc libpcre2-8 jansson uchardet zlib libzstd
DEBIAN   := gcc make pkg-config libutf8proc-dev libpcre2-dev libjansson-dev libuchardet-dev zlib1g-dev libzstd-dev libcmocka-dev zstd \
            scdoc binutils g++ python3 python3-jsonschema python3-pytest python3-cffi python3-numpy python3-venv python3-dev python3-pip parallel

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wpointer-arith -Wcast-align \
            -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef -Wvla -Wformat=2 -Werror
OPTIMISE ?= -O2 -ftree-vectorize
CPPFLAGS += -Isrc -D_POSIX_C_SOURCE=200809L
ALL_CFLAGS = -std=c11 $(OPTIMISE) -g -fPIC -fvisibility=hidden -ffunction-sections -pthread $(WARNINGS) \
             $(shell pkg-config --cflags $(PACKAGES)) $(CFLAGS)
LIBS      = $(shell pkg-config --libs $(PACKAGES)) -lm -pthread

FOLDERS  := base model net doc out in eval
SOURCES  := $(foreach f,$(FOLDERS),$(wildcard src/$(f)/*.c))
OBJECTS  := $(SOURCES:src/%.c=$(BUILD)/%.o)
CLI      := $(wildcard src/cli/*.c)
UNITS    := $(wildcard tests/unit/test_*.c)

MANUAL   := $(BUILD)/inquit.1 $(BUILD)/inquit-clusters.7
SONAME   := libinquit.so.$(firstword $(subst ., ,$(VERSION)))
SANITIZE  = ASAN_OPTIONS=allocator_may_return_null=1 TSAN_OPTIONS=allocator_may_return_null=1 $(MAKE) BUILD=build/$@ OPTIMISE=-O1
SAMPLE   ?= corpus/hanseo-baltyk-merger.txt

.PHONY: $(BUILD)/inquit.pc all man deps packages run help clean unit spec test test-spark check asan tsan arm fuzz golden-update agree-update models score bench install uninstall
all: $(BUILD)/inquit $(BUILD)/libinquit.so $(BUILD)/libinquit.a   ## build the program and the libraries

help:   ## list what can be asked for
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

deps:   ## install the Debian packages that building and testing need
	@root=; [ "$$(id -u)" -eq 0 ] || root=sudo; \
	for p in $(DEBIAN); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	[ -z "$$missing" ] || { $$root apt-get update -q && $$root apt-get install -qy --no-install-recommends $$missing; }

packages:   ## install what tests need from PyPI into build/venv (pandas, DuckDB, PySpark), and a Java for Spark
	@$(MAKE) -s deps DEBIAN="python3-venv default-jre-headless"
	python3 -m venv --system-site-packages $(BUILD)/venv
	$(BUILD)/venv/bin/pip install -q -r tests/requirements.txt

run: deps   ## install what is missing, build, and show who said what in a sample article
	@$(MAKE) -s all
	./$(BUILD)/inquit --format text $(SAMPLE)

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

# Loops over rows of numbers, which -O2 leaves as they are.
$(BUILD)/net/record.o $(BUILD)/doc/ranker.o: ALL_CFLAGS += -O3

# The network's arithmetic, for each kind of processor; src/net/kernel.c chooses when the program runs.
$(BUILD)/net/kernel_%.o: ALL_CFLAGS += -O3 -ffp-contract=fast -fno-math-errno
ifneq ($(filter x86_64-%,$(shell $(CC) -dumpmachine)),)
$(BUILD)/net/kernel_avx2.o: ALL_CFLAGS += -mavx2 -mfma
$(BUILD)/net/kernel_avx512.o: ALL_CFLAGS += -mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx512vnni -mfma -mprefer-vector-width=512
endif
ifneq ($(filter aarch64-%,$(shell $(CC) -dumpmachine)),)
$(BUILD)/net/kernel_neon.o: ALL_CFLAGS += -march=armv8.2-a+dotprod
endif

$(BUILD)/internal.a: $(OBJECTS)   # every symbol, for tests and training tools
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/libinquit.so: $(OBJECTS)
	$(CC) -shared -Wl,-soname,libinquit.so.$(firstword $(subst ., ,$(VERSION))) -Wl,--no-undefined -Wl,--gc-sections $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/libinquit.a: $(OBJECTS)   # one object, whose only symbols seen from outside are the public ones
	ld -r $^ -o $(BUILD)/libinquit.o
	objcopy --wildcard --keep-global-symbol='inq_*' $(BUILD)/libinquit.o
	@rm -f $@
	ar rcs $@ $(BUILD)/libinquit.o

$(BUILD)/inquit: $(CLI:src/%.c=$(BUILD)/%.o) $(BUILD)/internal.a
	$(CC) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/fake_doc.o: tests/unit/fake_doc.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/test_%: tests/unit/test_%.c $(BUILD)/fake_doc.o $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/fake_doc.o $(BUILD)/internal.a $(LIBS) -lcmocka

$(BUILD)/features: models/recipe/features.c $(BUILD)/internal.a   # what the trainers see of the gold articles
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LIBS)

$(BUILD)/probe: models/recipe/probe.c $(BUILD)/internal.a   # the network's numbers, for models/recipe/agree.py
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LIBS)

$(BUILD)/netspeed: models/recipe/netspeed.c $(BUILD)/internal.a   # the network's time alone, for models/recipe/fast_curve.py
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LIBS)

$(BUILD)/agree: tests/agree/agree.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LDFLAGS) $(LIBS)

$(BUILD)/speakers: models/recipe/speakers.c $(BUILD)/internal.a   # entities and speakers on gold names and quotations
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LIBS)

$(BUILD)/spec: tests/spec/run.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LDFLAGS) $(LIBS)

$(BUILD)/people: tests/spec/people.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LDFLAGS) $(LIBS)

spec: $(BUILD)/spec   ## run the examples in the prose of tests/spec
	@$(BUILD)/spec $(wildcard $(MODEL)) tests/spec/*.md

unit: $(UNITS:tests/unit/%.c=$(BUILD)/%)   ## build and run the unit tests
	@for t in $^; do echo "== $$t"; ./$$t || exit 1; done

# ---- All tests, and the same under tools that see more

FUZZ     := text model json html list csv
REPLAYS  := $(FUZZ:%=$(BUILD)/replay_%)
FAULTS   := $(BUILD)/test_faults

$(BUILD)/test_faults: tests/faults/test_faults.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LDFLAGS) $(LIBS)

$(BUILD)/room: tests/room/room.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a -Wl,--wrap=aligned_alloc,--wrap=free $(LDFLAGS) $(LIBS)

$(BUILD)/fail_malloc.so: tests/faults/fail_malloc.c
	@mkdir -p $(@D)
	$(CC) -shared -fPIC -std=c11 -O2 -Wall -Wextra -Werror $< -o $@

$(BUILD)/replay_%: tests/fuzz/%.c tests/fuzz/replay.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP tests/fuzz/replay.c $< -o $@ $(BUILD)/internal.a $(LDFLAGS) $(LIBS)

$(BUILD)/fuzz_%: tests/fuzz/%.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -fsanitize=fuzzer $< -o $@ $(BUILD)/internal.a $(LDFLAGS) $(LIBS)

test: all man $(UNITS:tests/unit/%.c=$(BUILD)/%) $(BUILD)/spec $(BUILD)/people $(BUILD)/agree $(BUILD)/probe $(BUILD)/speakers $(BUILD)/room $(REPLAYS) $(FAULTS) $(BUILD)/fail_malloc.so   ## build and run all tests
	@BUILD=$(BUILD) CC="$(CC)" PYTHON=$(PYTHON) tests/run

test-spark: all   ## 5,000 articles on a Spark cluster of two workers, one of which is killed (10 minutes of two cores)
	BUILD=$(BUILD) $(PYTHON) tests/spark/run.py 5000 $(MODEL)

check: test   ## the same as test

asan:   ## all tests under the address and undefined-behaviour sanitizers
	@mkdir -p build && ln -sfn ../models build/models # where build/asan/inquit looks for --model en-fast
	$(SANITIZE) CFLAGS="-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=undefined,float-cast-overflow" LDFLAGS="-fsanitize=address,undefined,float-cast-overflow" SUITES="unit bad cli manual golden fuzz" test

tsan:   ## the tests with threads under the thread sanitizer
	$(SANITIZE) CFLAGS=-fsanitize=thread LDFLAGS=-fsanitize=thread SUITES="unit" test

arm:   ## build for ARM, and run what depends on the processor in an emulator (minutes)
	tests/arm.sh

fuzz:   ## look for crashes and broken promises for FUZZ_SECONDS (60) a target, with clang
	$(MAKE) BUILD=build/fuzz CC=clang OPTIMISE=-O1 CFLAGS="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined" $(FUZZ:%=build/fuzz/fuzz_%)
	@mkdir -p build/fuzz/found_model && cp models/tiny.inq build/fuzz/found_model
	@for t in $(FUZZ); do mkdir -p build/fuzz/found_$$t && INQUIT_MODEL=$${INQUIT_MODEL:-models/tiny.inq} build/fuzz/fuzz_$$t -max_total_time=$${FUZZ_SECONDS:-60} \
	  -timeout=10 -artifact_prefix=build/fuzz/ build/fuzz/found_$$t tests/fuzz/seeds/$$t || exit 1; done

golden-update: all   ## write what the golden articles give now; look at the difference before committing it
	@BUILD=$(BUILD) $(PYTHON) tests/golden/run.py --update

agree-update: $(BUILD)/probe   ## prove that C and PyTorch agree on the model, and record that for make test (PYTHON needs PyTorch)
	$(PYTHON) models/recipe/agree.py $(MODEL) --record tests/agree/en.pack

# ---- Models and what they are worth

models: $(BUILD)/libinquit.so $(BUILD)/inquit $(BUILD)/features $(BUILD)/speakers $(BUILD)/probe   ## make models/en.inq again from ../shared/data (hours; needs PyTorch, which it installs beside)
	DATA=$(DATA) models/recipe/make.sh $(MODEL)

$(BUILD)/score_floats: ALL_CFLAGS += -O3 -ffast-math
$(BUILD)/score_floats: tests/score/floats.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a $(LIBS)

score: all $(if $(FLOATS),$(BUILD)/score_floats)   ## score the model on the dev sets of ../shared/data and on corpus/; FLOATS=1 without rounding to bytes
	@DATA=$(DATA) BUILD=$(BUILD) MODEL=$(MODEL) FLOATS=$(FLOATS) tests/score/run.sh

BENCH    ?=
$(BUILD)/bench_stages: tests/bench/stages.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a -Wl,--wrap=net_read,--wrap=net_roles $(LIBS)

$(BUILD)/bench_kernels: tests/bench/kernels.c $(BUILD)/internal.a
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(BUILD)/internal.a -Wl,--wrap=kernel_choose $(LIBS)

bench: all $(BUILD)/bench_stages $(BUILD)/bench_kernels   ## measure speed and memory; PEERS=1 beside spaCy; BENCH="start growth" some parts; ARTICLES=FILES
	@BUILD=$(BUILD) MODEL=$(MODEL) ARTICLES="$(ARTICLES)" $(PYTHON) tests/bench/bench.py $(if $(PEERS),--peers) $(BENCH)

# ---- Installing

man: $(MANUAL)   ## make the manual pages
$(MANUAL): $(BUILD)/%: src/cli/%.scd
	@mkdir -p $(@D)
	sed 's/@VERSION@/$(VERSION)/' $< | scdoc > $@

$(BUILD)/inquit.pc: src/inquit.pc.in src/inquit.h   # always: it holds PREFIX
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' $< > $@

# What is installed: a mode, a file here, a place under PREFIX.
INSTALLED = 755:$(BUILD)/inquit:bin/inquit 644:src/inquit.h:include/inquit.h 644:$(BUILD)/libinquit.a:lib/libinquit.a \
            755:$(BUILD)/libinquit.so:lib/libinquit.so.$(VERSION) 644:$(BUILD)/inquit.pc:lib/pkgconfig/inquit.pc \
            644:$(BUILD)/inquit.1:share/man/man1/inquit.1 644:$(BUILD)/inquit-clusters.7:share/man/man7/inquit-clusters.7 644:src/out/schema.json:share/inquit/schema.json \
            644:src/cli/completion.bash:share/bash-completion/completions/inquit \
            $(patsubst %,644:%:share/inquit/en.inq,$(wildcard $(MODEL))) \
            $(patsubst %,644:%:share/inquit/en-fast.inq,$(wildcard models/en-fast.inq))
LINKS     = $(SONAME) libinquit.so

install: all man $(BUILD)/inquit.pc   ## install under PREFIX (/usr/local), inside DESTDIR
	@for i in $(INSTALLED); do set -- $$(echo $$i | tr : ' '); \
	  install -D -m $$1 $$2 "$(DESTDIR)$(PREFIX)/$$3" || exit 1; done
	@for l in $(LINKS); do ln -sf libinquit.so.$(VERSION) "$(DESTDIR)$(PREFIX)/lib/$$l"; done

uninstall:   ## remove what install put there
	@for i in $(INSTALLED); do rm -f "$(DESTDIR)$(PREFIX)/$${i##*:}"; done
	@for l in $(LINKS); do rm -f "$(DESTDIR)$(PREFIX)/lib/$$l"; done
	@rm -f "$(DESTDIR)$(PREFIX)"/share/inquit/en*.inq; rmdir "$(DESTDIR)$(PREFIX)/share/inquit" 2>/dev/null || true

clean:   ## remove what was built
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
