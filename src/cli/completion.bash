# Completion of inquit's commands, options and their values, for bash.
_inquit() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=
  local result="--layers --offsets --model --body-only --min-score --until --names --cues --ignore"
  local field="--encoding --max-bytes --text-field --id-field --text-format" file="--input --include --exclude --files-from --null"
  [ "$before" = "=" ] && before=${COMP_WORDS[COMP_CWORD - 2]}
  [ "$word" = "=" ] && word=
  case $before in
  --format)
    words="text json csv tsv"
    case $command in eval | diff) words="text json" ;; stats) words="text json csv" ;; esac
    ;;
  --layers) words="sentences tokens sentences,tokens" ;;
  --emit) words="quotes entities mentions sentences tokens" ;;
  --offsets) words="byte codepoint utf16" ;;
  --input) words="text html jsonl csv" ;;
  --text-format) words="text html" ;;
  --on-error) words="record skip stop" ;;
  --progress) words="auto line json none" ;;
  --until) words="marks end" ;;
  --color) words="auto always never" ;;
  --encoding) words="utf-8 windows-1252 iso-8859-1 iso-8859-15 macintosh utf-16" ;;
  --id | --min-score | --max-bytes | --quote | --text-field | --id-field | --include | --exclude | --jobs | --shard-size | --shard | --max-errors | --by | --top) return ;;
  help) [ "$COMP_CWORD" -eq 2 ] && words="read filter batch validate explain eval stats diff model help" ;;
  esac
  if [ -z "$words" ] && [[ $word == -* ]]; then
    case $command in
    validate) words="--encoding --help" ;;
    eval) words="--article --format --help" ;;
    explain) words="--quote --model --encoding --body-only --min-score --names --cues --ignore --help" ;;
    stats) words="--by --format --top --help" ;;
    diff) words="--format --summary --help" ;;
    model) words="--check --help" ;;
    help) ;;
    batch) words="$result $field $file --output --jobs --per-document --shard-size --zstd --resume --shard --on-error
              --max-errors --progress --help" ;;
    filter) words="$result $field --jobs --help" ;;
    *) words="$result $field $file --format --pretty --emit --id --color --help --version" ;;
    esac
  elif [ -z "$words" ] && [ "$COMP_CWORD" -eq 1 ]; then
    words="read filter batch validate explain eval stats diff model help"
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default 2>/dev/null
}
complete -F _inquit inquit
