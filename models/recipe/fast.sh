#!/usr/bin/env bash
# Makes models/en-fast.inq: the mean of small networks that learn what the accurate one thinks of articles that nobody
# annotated, and from all annotated articles.  Each step leaves a file in models/work and is left out when that is there
# already; the training goes on where it was stopped: remove models/work/fast* to make the model anew.
#
#   START=MODEL.inq [TEACHER=models/en.inq] [DRAW=WORD] [SEEDS="1 2"] models/recipe/fast.sh [OUT.inq]
#
# START is the earlier fast model that is taught again: models/README.md says which one the shipped model had, which TEACHER,
# and which DRAW of the articles that nobody annotated.  Where make.sh has been, its lessons are taken; for those of another
# teacher or draw remove models/work/texts* and lessons*.  OPTIONS of fast_train.py: "--width 192" without a START makes
# another shape from nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=${MODEL_NAME:-en-fast-2026.12.5} out=${1:-models/en-fast.inq} teacher=${TEACHER:-models/en.inq}
seeds=${SEEDS:-1 2}
. models/recipe/parts.sh

networks() {
  # shellcheck disable=SC2086 # OPTIONS are words
  each_seed $python $recipe/fast_train.py ${START:+--start "$START"} --lessons $work/lessons --doubts --rounds 8 --threads 1 \
    --rate 2e-3 --seed {} --out $work/fast-{}.pt ${OPTIONS:-}
  touch $work/fast.done
}
mean() {
  local networks=() seed
  for seed in $seeds; do networks+=("$work/fast-$seed.pt"); done
  $python $recipe/average.py "${networks[@]}" $work/fast.pt
}
# It takes too much for people, on every dev set and in corpus/: changed names in training are people's above all.
assemble() { # OUT TRUST.npz, which need not be there
  $python $recipe/assemble.py --name "$name" --card models/card-fast.json --network $work/fast.pt --prior PERSON=-1 \
    --speakers $work/fast.speakers.npz --trust "$2" "$1"
}
scores() {
  assemble $work/fast.scores.inq $work/fast.trust.npz
  trust $work/fast.scores.inq $work/fast $work/fast.trust.npz
}
step $work/fast.speakers.npz $python $recipe/speakers.py --model $work/lexicon.inq --folds 0 $work/fast.speakers.npz
step $work/fast.done networks
step $work/fast.pt mean
step $work/fast.trust.npz scores
card() { # of the model without its trust, which changes no answer
  $python $recipe/card.py models/card-fast.json $work/fast.scores.inq && touch $work/fast.card.done
}
[ "$out" != models/en-fast.inq ] || step $work/fast.card.done card
assemble "$out" $work/fast.trust.npz
$python $recipe/fast_agree.py $work/fast.pt "$data/gold/dev-world.jsonl" 10
