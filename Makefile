# inquit: who said what.  `make help` lists what can be asked for.
VERSION  := $(shell sed -n 's/.*INQ_VERSION "\(.*\)"/\1/p' src/inquit.h)
CC       ?= gcc
PREFIX   ?= /usr/local
BUILD    ?= build
MODEL    ?= models/en.inq
DATA     ?= ../shared
PYTHON   ?= python3

PACKAGES := libutf8proc libpcre2-8 jansson uchardet
DEBIAN   := gcc make pkg-config libutf8proc-dev libpcre2-dev libjansson-dev libuchardet-dev libcmocka-dev \
            scdoc python3 python3-venv python3-dev python3-pip

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wpointer-arith -Wcast-align \
            -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef -Wvla -Wformat=2 -Werror
OPTIMISE ?= -O2 -ftree-vectorize
CPPFLAGS += -Isrc -D_POSIX_C_SOURCE=200809L
ALL_CFLAGS = -std=c11 $(OPTIMISE) -g -fPIC -fvisibility=hidden -ffunction-sections -pthread $(WARNINGS) \
             $(shell pkg-config --cflags $(PACKAGES)) $(CFLAGS)
LIBS      = $(shell pkg-config --libs $(PACKAGES)) -lm -pthread

FOLDERS  := base model net doc out in
SOURCES  := $(foreach f,$(FOLDERS),$(wildcard src/$(f)/*.c))
OBJECTS  := $(SOURCES:src/%.c=$(BUILD)/%.o)
CLI      := $(wildcard src/cli/*.c)
UNITS    := $(wildcard tests/unit/test_*.c)

.PHONY: all deps run help clean unit check test
all: $(BUILD)/inquit $(BUILD)/libinquit.so $(BUILD)/libinquit.a   ## build the program and the libraries

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

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

unit: $(UNITS:tests/unit/%.c=$(BUILD)/%)   ## build and run the unit tests
	@for t in $^; do echo "== $$t"; ./$$t || exit 1; done

clean:   ## remove what was built
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
