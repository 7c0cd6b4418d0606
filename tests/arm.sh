#!/usr/bin/env bash
# Builds for 64-bit ARM with Debian's cross compiler, and runs there, in an emulator, what depends on the processor: the
# kernels' tests, both networks', and the comparison with PyTorch.  Installs what is missing.  Takes some minutes.
# The last line is "arm: N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/.."
libraries=(libutf8proc-dev libpcre2-dev libjansson-dev libuchardet-dev zlib1g-dev libzstd-dev libcmocka-dev)
root=$([ "$(id -u)" -eq 0 ] || echo sudo)
if ! dpkg -s gcc-aarch64-linux-gnu qemu-user "${libraries[@]/%/:arm64}" >/dev/null 2>&1; then
  $root dpkg --add-architecture arm64
  $root apt-get update -q
  $root apt-get install -qy --no-install-recommends gcc-aarch64-linux-gnu qemu-user "${libraries[@]/%/:arm64}"
fi
build=build/arm tests="test_kernel test_stencil test_net test_fast"
PKG_CONFIG_LIBDIR=/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig \
  make -s BUILD=$build CC=aarch64-linux-gnu-gcc $build/inquit $build/agree $(printf "$build/%s " $tests)

passed=0 failed=0
count() { # COMMAND...
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "arm: $* failed"; fi
}
for test in $tests; do count qemu-aarch64 $build/$test; done
uses_neon() { qemu-aarch64 $build/inquit model models/en-fast.inq | grep -q '"kernel": "neon"'; }
count uses_neon
count qemu-aarch64 $build/agree models/en.inq tests/agree/en.pack
echo "arm: $passed passed, $failed failed"
[ $failed -eq 0 ]
