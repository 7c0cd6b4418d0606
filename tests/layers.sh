#!/bin/sh
# The source flows one way: a file includes only what stands in its own folder or above it in the list of
# src/README.md.  Object files are archived by their names, so that those must differ, too.
# usage: tests/layers.sh [SOURCE FOLDER]
set -u
cd "${1:-src}" || exit 1
order=$(sed -n 's/^| `\([a-z.]*\)\/*` |.*/\1/p' README.md)
[ "$(echo "$order" | wc -l)" -ge 8 ] || { echo "layers: README.md lists no folders"; exit 1; }
passed=0 failed=0
rank() { echo "$order" | grep -nx "$1" | cut -d: -f1; }
for file in */*.[ch]; do
  own=$(rank "${file%%/*}")
  [ -n "$own" ] || { echo "layers: $file: its folder is not in README.md"; failed=$((failed + 1)); continue; }
  wrong=
  for included in $(sed -n 's/^ *# *include "\([^"]*\)".*/\1/p' "$file"); do
    other=$(rank "${included%%/*}")
    [ -f "$included" ] && [ -n "$other" ] && [ "$other" -le "$own" ] || wrong="$wrong $included"
  done
  if [ -z "$wrong" ]; then passed=$((passed + 1)); else
    echo "layers: $file includes$wrong, which is not above it in README.md"
    failed=$((failed + 1))
  fi
done
twice=$(ls base/*.c model/*.c net/*.c doc/*.c out/*.c in/*.c eval/*.c 2>/dev/null | sed 's/.*\///' | sort | uniq -d)
if [ -z "$twice" ]; then passed=$((passed + 1)); else echo "layers: two files are called" $twice; failed=$((failed + 1)); fi
echo "layers: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 1 ]
