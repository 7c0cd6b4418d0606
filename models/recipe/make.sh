#!/usr/bin/env bash
# Makes models/en.inq from ../shared/data.  Each step leaves a file in models/work and is left out when that is there
# already; a training goes on where it was stopped.  Remove models/work to make everything anew.
#
#   START=MODEL.inq [SEEDS="1 2 3"] models/recipe/make.sh [OUT.inq]
#
# START is the earlier release that is taught again, by what itself thinks of articles that nobody annotated and by all
# annotated ones: models/README.md says which one the shipped model had.  Other SEEDS: remove networks.done, network.pt and
# what came after them.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=${MODEL_NAME:-en-2026.12.7} out=${1:-models/en.inq} seeds=${SEEDS:-1 2 3}
teacher=${START:?the model file of an earlier release (models/README.md)}
. models/recipe/parts.sh

networks() { # with what is doubted oftener; 1,000 steps each
  each_seed $python $recipe/train.py --start "$teacher" --lessons $work/lessons --rounds 4 --doubts --share 0.16 --step 3200 \
    --threads 1 --rate 1.5e-4 --head-rate 5e-4 --seed {} --out $work/network-{}.pt
  touch $work/networks.done
}
speakers() { # MODEL RANKER: a ranker that sees the vectors of the model's network
  $python $recipe/speakers.py --model "$1" --vectors --folds 0 "$2"
}
step $work/networks.done networks
networks=() seed_models=()
for seed in $seeds; do
  networks+=("$work/network-$seed.pt") seed_models+=("$work/seed-$seed.inq")
done
step $work/network.pt $python $recipe/average.py "${networks[@]}" $work/network.pt
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
for seed in $seeds; do
  step "$work/seed-$seed.inq" seed_model "$seed"
done
card() { # of the model without its trust, which changes no answer
  $python $recipe/card.py models/card.json $work/scores.inq --seeds "${seed_models[@]}" && touch $work/card.done
}
[ "$out" != models/en.inq ] || step $work/card.done card
$python $recipe/assemble.py --name "$name" "$out"
record=() # for make test, which reads models/en.inq
[ "$out" != models/en.inq ] || record=(--record tests/agree/en.pack)
$python $recipe/agree.py "$out" --checkpoint $work/network.pt "${record[@]}"
