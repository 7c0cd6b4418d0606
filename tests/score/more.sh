#!/usr/bin/env bash
# What `make score` leaves out, by ../shared/tools/score.py: articles of data/text that annotators have corrected and no
# model has learned from, dev sets of other schemes (PolNeAR, NER in four coarse types), and gold/dev by kind of article.
#
#   MODEL=models/en.inq tests/score/more.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${BUILD:-build} shared=${DATA:-../shared} model=${MODEL:-models/en.inq}
out=$build/score
mkdir -p "$out"

score() { # TITLE GOLD.jsonl PATTERN [OPTIONS]
  echo "== $1"
  "$build/inquit" --model "$model" --input jsonl "$2" >"$out/more.jsonl"
  python3 "$shared/tools/score.py" "$2" "$out/more.jsonl" "${@:4}" | grep -E "$3"
}
polnear() { # as the card's figures have it
  PYTHONPATH=models/recipe python3 -c 'import sys, card; sys.stdout.writelines(card.polnear())'
}
of_kind() { # SET KIND
  python3 -c '
import json, sys
sys.stdout.writelines(line for line in sys.stdin if json.loads(line)["kind"] == sys.argv[1])' "$2" <"$shared/data/gold/$1.jsonl"
}

python3 models/recipe/corrected.py "$out/unseen.jsonl" unseen.jsonl
score "corrected articles that no model has learned from" "$out/unseen.jsonl" "names  *core|fine  *fine |quotes|said|speaker"
for set in dev.uner_ewt dev.gum_clean dev.worldwide test.uner_pud; do
  python3 "$shared/tools/tsv2jsonl.py" "$shared/data/ner/$set.tsv" >"$out/$set.jsonl"
  score "ner/$set" "$out/$set.jsonl" "names"
done
polnear >"$out/polnear.jsonl"
score "PolNeAR dev, which also marks beliefs" "$out/polnear.jsonl" "quotes"
for kind in as bbc cnn con; do
  of_kind dev $kind >"$out/kind.jsonl"
  score "gold/dev, articles of kind $kind" "$out/kind.jsonl" "names  *core|fine  *fine |quotes|said|speaker|by type"
done
