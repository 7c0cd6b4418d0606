#!/usr/bin/env bash
# Scores what the command line writes, with ../shared/tools/score.py: the dev sets, the corpus, the seed article.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${BUILD:-build} data=${DATA:-../shared} model=${MODEL:-models/en.inq}
out=$build/score
mkdir -p "$out"
python3 $data/tools/align.py corpus corpus/annotation.jsonl "$out/corpus.gold.jsonl" 2>/dev/null

predict() { # GOLD.jsonl; FLOATS=1: with the products of a transformer in floats, which takes some minutes
  if [ -n "${FLOATS:-}" ]; then "$build/score_floats" "$model" <"$1"
  else "$build/inquit" --model "$model" --input jsonl "$1"; fi
}
score() { # TITLE GOLD.jsonl [OPTIONS]
  local title=$1 gold=$2
  shift 2
  echo "== $title"
  predict "$gold" >"$out/pred.jsonl"
  python3 "$data/tools/score.py" "$gold" "$out/pred.jsonl" "$@"
}
score "gold/dev" "$data/data/gold/dev.jsonl" "$@"
score "gold/dev-world, --article" "$data/data/gold/dev-world.jsonl" --article "$@"
score "corpus" "$out/corpus.gold.jsonl" "$@"
score "seed" "$data/data/seed/gold.jsonl" "$@"
