#!/usr/bin/env bash
# The seeds of each fuzz target, and the corpus as texts, as plain tests.  A file is one test.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build} passed=0 failed=0
[ -z "${INQUIT_MODEL:-}" ] && [ -f models/tiny.inq ] && export INQUIT_MODEL=models/tiny.inq
for target in text model json html list csv; do
  files=(tests/fuzz/seeds/$target/*)
  [ $target = text ] && files+=(corpus/*.txt)
  [ $target = model ] && files+=(models/tiny.inq)
  for file in "${files[@]}"; do
    if out=$("$BUILD/replay_$target" "$file" 2>&1); then passed=$((passed + 1)); else
      failed=$((failed + 1))
      echo "$target: $file: $out"
    fi
  done
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
