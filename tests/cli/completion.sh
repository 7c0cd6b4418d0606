#!/usr/bin/env bash
# The completion knows every option that the program's help lists, and completes as it should.
set -u
cd "$(dirname "$0")/../.." || exit 1
. src/cli/completion.bash
BUILD=${BUILD:-build} passed=0 failed=0

check() { # WHAT GOT WANTED
  if [ "$2" = "$3" ]; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    printf '%s: got "%s", not "%s"\n' "$1" "$2" "$3"
  fi
}

complete_line() { # the words after "inquit"; the last is being written
  COMP_WORDS=(inquit "$@") COMP_CWORD=$# COMPREPLY=()
  _inquit
  echo "${COMPREPLY[*]}"
}

check "commands" "$(complete_line '')" "read filter batch validate explain eval stats diff model help"
check "one command" "$(complete_line v)" "validate"
check "an option" "$(complete_line --off)" "--offsets"
check "an option behind a command" "$(complete_line explain --q)" "--quote"
check "a value" "$(complete_line --offsets u)" "utf16"
check "a value behind =" "$(complete_line --emit = to)" "tokens"
check "a value of this command" "$(complete_line eval --format '')" "text json"
check "a value of one more" "$(complete_line stats --format '')" "text json csv"
check "a free value" "$(complete_line --id x)" ""
check "a file" "$(complete_line corp)" ""
for command in read filter batch validate explain eval stats diff model; do
  listed=$("$BUILD/inquit" help "$command" | sed -n 's/^  \(--[a-z-]*\).*/\1/p' | sort | tr '\n' ' ')
  known=$(complete_line "$command" -- | tr ' ' '\n' | grep -vx -e --help -e --version | sort | tr '\n' ' ')
  check "options of $command" "$known" "$listed"
done
echo "completion: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
