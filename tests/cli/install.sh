#!/usr/bin/env bash
# Installs into a fresh folder, compiles the example against what lies there, runs both, and uninstalls.
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
passed=0 failed=0

check() { # WHAT COMMAND...
  local what=$1 out
  shift
  if out=$("$@" 2>&1); then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "$what: $out"
  fi
}

export PKG_CONFIG_PATH=$root/usr/lib/pkgconfig LD_LIBRARY_PATH=$root/usr/lib
compile() { # to OUTPUT with FLAGS
  ${CC:-cc} -std=c11 -Wall -Wextra -Werror tests/example.c -o "$1" "${@:2}"
}
only_public() { # symbols that a program could trip over
  local other
  other=$(nm "$@" | awk 'NF == 3 && $2 ~ /[A-Z]/ && $3 !~ /^(inq_|_init$|_fini$)/ {print $3}')
  [ -z "$other" ] || { echo "$other"; return 1; }
}
nothing_left() {
  local left
  left=$(find "$root" -type f -o -type l)
  [ -z "$left" ] || { echo "$left"; return 1; }
}
text=corpus/wire-lake-talks-oslo.txt

check "install" make -s install PREFIX="$root/usr"
check "program" "$root/usr/bin/inquit" --until marks "$text"
check "version" grep -qx "Version: $("$root/usr/bin/inquit" --version | cut -d' ' -f2)" "$PKG_CONFIG_PATH/inquit.pc"
check "compile, shared" compile "$root/shared" $(pkg-config --cflags --libs inquit)
check "run, shared" "$root/shared" "$text"
check "compile, static" compile "$root/static" $(pkg-config --cflags inquit) "$root/usr/lib/libinquit.a" \
  $(pkg-config --libs libutf8proc libpcre2-8 jansson uchardet zlib libzstd) -lm -pthread
check "run, static" env -u LD_LIBRARY_PATH "$root/static" "$text"
check "soname" sh -c "readelf -d '$root/usr/lib/libinquit.so' | grep -q 'soname: \[libinquit.so.[0-9]*\]'"
check "symbols, shared" only_public -D --defined-only "$root/usr/lib/libinquit.so"
check "symbols, static" only_public --defined-only -g "$root/usr/lib/libinquit.a"
check "header in C++" sh -c "echo '#include <inquit.h>' | ${CXX:-c++} -x c++ -Wall -Wextra -Werror -fsyntax-only \
  $(pkg-config --cflags inquit) -"
rm -f "$root/shared" "$root/static"
check "uninstall" make -s uninstall PREFIX="$root/usr"
check "nothing left" nothing_left
check "install under DESTDIR" make -s install DESTDIR="$root/stage" PREFIX=/opt/inquit
check "uninstall under DESTDIR" make -s uninstall DESTDIR="$root/stage" PREFIX=/opt/inquit
check "nothing left under DESTDIR" nothing_left
echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
