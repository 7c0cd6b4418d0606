#!/usr/bin/env python3
"""Learn the lemmas of words with a tag (src/doc/lemma.c) from the training files of Universal Dependencies.

usage: lemmas.py [--data FOLDER] [--out FILE.npz] [--check]

A rule says how many bytes to cut from the end, what to put there, and whether the lemma has capitals.  Rules
are kept by ending, and by whole word where the endings go wrong: a longer ending is kept only where it does
better than the shorter ones by LEAST words.  --check measures on the test files, with their own tags.
"""
import argparse
import collections
import pathlib
import sys

import numpy as np

TAGS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()  # as pos_tag
LONGEST, LEAST, ALL = 7, 2, 255
LOWER, FIRST, UPPER = 0, 1, 2  # capitals of the lemma
TRAIN = ["en_ewt-ud-train.rebuilt.conllu", "en_gum-ud-train.clean.conllu"]
TEST = ["en_ewt-ud-test.rebuilt.conllu", "en_gum-ud-test.clean.conllu"]

# Irregular verbs: base, past, participle.  The treebanks lack some of them.
IRREGULAR = """arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become; befall befell
befallen; begin began begun; bend bent bent; bet bet bet; bid bid bid; bind bound bound; bite bit bitten; bleed bled bled; blow
blew blown; break broke broken; breed bred bred; bring brought brought; broadcast broadcast broadcast; build built built; burn
burnt burnt; burst burst burst; buy bought bought; catch caught caught; choose chose chosen; cling clung clung; come came come;
cost cost cost; creep crept crept; cut cut cut; deal dealt dealt; dig dug dug; do did done; draw drew drawn; dream dreamt dreamt;
drink drank drunk; drive drove driven; dwell dwelt dwelt; eat ate eaten; fall fell fallen; feed fed fed; feel felt felt; fight
fought fought; find found found; flee fled fled; fling flung flung; fly flew flown; forbid forbade forbidden; forecast forecast
forecast; foresee foresaw foreseen; foretell foretold foretold; forget forgot forgotten; forgive forgave forgiven; forgo forwent
forgone; forsake forsook forsaken; freeze froze frozen; get got gotten; give gave given; go went gone; grind ground ground; grow
grew grown; hang hung hung; have had had; hear heard heard; hide hid hidden; hit hit hit; hold held held; hurt hurt hurt; keep
kept kept; kneel knelt knelt; know knew known; lay laid laid; lead led led; leap leapt leapt; learn learnt learnt; leave left left;
lend lent lent; let let let; light lit lit; lose lost lost; make made made; mean meant meant; meet met met; mislead misled misled;
mistake mistook mistaken; misunderstand misunderstood misunderstood; offset offset offset; outdo outdid outdone; overcome overcame
overcome; overhear overheard overheard; override overrode overridden; oversee oversaw overseen; overtake overtook overtaken;
overthrow overthrew overthrown; partake partook partaken; pay paid paid; plead pled pled; put put put; quit quit quit; read read
read; rebuild rebuilt rebuilt; redo redid redone; repay repaid repaid; rethink rethought rethought; rewrite rewrote rewritten; rid
rid rid; ride rode ridden; ring rang rung; rise rose risen; run ran run; say said said; see saw seen; seek sought sought; sell sold
sold; send sent sent; set set set; sew sewed sewn; shake shook shaken; shed shed shed; shine shone shone; shoot shot shot; show
showed shown; shrink shrank shrunk; shut shut shut; sing sang sung; sink sank sunk; sit sat sat; slay slew slain; sleep slept slept;
slide slid slid; sling slung slung; slit slit slit; smell smelt smelt; sow sowed sown; speak spoke spoken; speed sped sped; spell
spelt spelt; spend spent spent; spill spilt spilt; spin spun spun; spit spat spat; split split split; spoil spoilt spoilt; spread
spread spread; spring sprang sprung; stand stood stood; steal stole stolen; stick stuck stuck; sting stung stung; stink stank stunk;
strike struck struck; strive strove striven; swear swore sworn; sweep swept swept; swell swelled swollen; swim swam swum; swing swung
swung; take took taken; teach taught taught; tear tore torn; tell told told; think thought thought; throw threw thrown; thrust
thrust thrust; tread trod trodden; undergo underwent undergone; understand understood understood; undertake undertook undertaken;
undo undid undone; uphold upheld upheld; upset upset upset; wake woke woken; wear wore worn; weave wove woven; weep wept wept; win
won won; withdraw withdrew withdrawn; withhold withheld withheld; withstand withstood withstood; wring wrung wrung; write wrote
written"""


def rows(path, clean=False):
    """(word, lemma, tag) of each token; clean leaves out what is misspelt."""
    for line in path.open(encoding="utf-8"):
        columns = line.rstrip("\n").split("\t")
        if len(columns) == 10 and columns[0].isdigit() and columns[3] in TAGS and not (clean and "Typo=Yes" in line or columns[7] == "goeswith"):
            yield columns[1], columns[2], columns[3]


def folded(word):
    """As lemma.c folds it: letter by letter, and with straight apostrophes."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in word).replace("’", "'")


def rule_of(word, lemma, tag):
    """(bytes to cut, ending, capitals) that turns the word into the lemma."""
    capitals = LOWER
    if tag == "PROPN":
        word = word.replace("’", "'")
    else:
        if lemma != lemma.lower():
            capitals = UPPER if lemma == lemma.upper() else FIRST
        word, lemma = folded(word), lemma.lower()
    lemma = lemma.replace("’", "'")
    same = 0
    while same < min(len(word), len(lemma)) and word[same] == lemma[same]:
        same += 1
    cut = len(word[same:].encode())
    return (ALL if same == 0 and cut else cut, lemma[same:], capitals)


def apply(rule, word, tag):
    cut, ending, capitals = rule
    base = word if tag == "PROPN" else folded(word)
    kept = base.encode()[: max(0, len(base.encode()) - cut)].decode() if cut != ALL else ""
    lemma = kept + ending
    if not word[:1].isupper() and tag != "PRON":
        capitals = LOWER
    return (lemma, lemma[:1].upper() + lemma[1:], lemma.upper())[capitals]


def key(tag, ending, whole):
    return chr(ord("A") + TAGS.index(tag)) + ("^" if whole else "") + ending


def lookup(rules, word, tag):
    """The rule of the whole word, or of its longest known ending."""
    form = folded(word)
    at = rules.get(key(tag, form, True))
    for first in range(max(0, len(form) - LONGEST), len(form) + 1):
        at = at or rules.get(key(tag, form[first:], False))
    return at or (0, "", LOWER)


def regular(base):
    """The regular forms of a verb, but for those that double a consonant or may."""
    vowels = "aeiou"
    if len(base) < 3 or not base.isascii() or not base.isalpha() or base.endswith(("oe", "ye", "c")):
        return
    before, last = base[-2], base[-1]
    if last not in vowels + "wxy" and before in vowels and base[-3] not in vowels:
        return
    if last == "y" and before not in vowels:
        yield from (base[:-1] + "ies", base[:-1] + "ied", base + "ing")
    else:
        yield base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
        stem = base[:-1] if last == "e" else base
        yield stem + "ed"
        yield base + "ing" if base.endswith("ee") else stem + "ing"


def irregular():
    """(form, base) of the irregular verbs, as VERB."""
    for verb in IRREGULAR.replace("\n", " ").split(";"):
        base, past, participle = verb.split()
        for form in {base, past, participle}:
            yield form, base


def learn(files, verbs):
    seen = collections.defaultdict(collections.Counter)  # (tag, folded word): rules
    for path in files:
        for word, lemma, tag in rows(path, clean=True):
            seen[tag, folded(word)][rule_of(word, lemma, tag)] += 1
    for form, base in irregular():
        if ("VERB", form) not in seen or form not in ("found", "bore", "lay", "saw", "ground", "bound"):
            seen["VERB", form][rule_of(form, base, "VERB")] += 3
    bases = {lemma for path in files for _, lemma, tag in rows(path) if tag == "VERB"} | set(verbs)
    for base in bases - {base for _, base in irregular()}:
        for form in regular(base):
            if ("VERB", form) not in seen:
                seen["VERB", form][rule_of(form, base, "VERB")] += 1
    best = {at: counted.most_common(1)[0][0] for at, counted in seen.items()}

    rules = {}
    for length in range(LONGEST + 1):
        endings = collections.defaultdict(collections.Counter)
        for (tag, word), rule in best.items():
            if len(word) >= length and (rule[0] <= len(word[len(word) - length :].encode())) and rule[2] == LOWER:
                endings[tag, word[len(word) - length :]][rule if tag != "PROPN" else (0, "", LOWER)] += 1
        for (tag, ending), counted in endings.items():
            rule, count = counted.most_common(1)[0]
            now = lookup(rules, ending, tag)
            if rule != now and count - counted[now] >= LEAST or length == 0:
                rules[key(tag, ending, False)] = rule
    for (tag, word), rule in best.items():
        if lookup(rules, word, tag) != rule and len(word.encode()) < 40:
            rules[key(tag, word, True)] = rule
    return rules


def add_to(pack, path):
    """Puts what was learned into a model file (pack.py)."""
    stored = np.load(path)
    rules = [row.split(" ", 2) for row in stored["rules"].tolist()]
    endings = sorted({ending for _, _, ending in rules})
    number = {ending: i for i, ending in enumerate(endings)}
    values = [number[ending] | int(cut) << 16 | int(capitals) << 24 for cut, capitals, ending in rules]
    pack.strings("lemmas.endings", endings)
    pack.table("lemmas", dict(zip(stored["keys"].tolist(), values)))


def measure(rules, path, words):
    fresh = fresh_right = 0
    known = right = caseless = 0
    wrong = collections.Counter()
    for word, lemma, tag in rows(path):
        got = apply(lookup(rules, word, tag), word, tag)
        known += 1
        right += got == lemma.replace("’", "'") or got == lemma
        caseless += got.lower() == lemma.lower().replace("’", "'") or got.lower() == lemma.lower()
        if folded(word) not in words and tag in ("NOUN", "VERB", "ADJ", "ADV"):
            fresh += 1
            fresh_right += got.lower() == lemma.lower()
        if got != lemma:
            wrong[tag, word, got, lemma] += 1
    return known, right, caseless, wrong, fresh, fresh_right


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default="../shared/data", type=pathlib.Path)
    ap.add_argument("--out", default="models/work/lemmas.npz", type=pathlib.Path)
    ap.add_argument("--check", action="store_true")
    args = ap.parse_args()
    files = [args.data / "ud" / name for name in TRAIN]
    verbs = [line.split("\t")[0] for line in (args.data / "lex/communication_verbs.tsv").read_text(encoding="utf-8").splitlines()]
    rules = learn(files, verbs)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(args.out, keys=np.array(list(rules)), rules=np.array([f"{cut} {capitals} {ending}" for cut, ending, capitals in rules.values()]))
    print(f"{len(rules)} rules", file=sys.stderr)
    if args.check:
        for name in TEST:
            words = {folded(word) for path in files for word, _, _ in rows(path)}
            known, right, caseless, wrong, fresh, fresh_right = measure(rules, args.data / "ud" / name, words)
            print(f"{name}: {100*right/known:.2f}% of {known} right, {100*caseless/known:.2f}% but for case; {100*fresh_right/fresh:.1f}% of {fresh} unseen")
            print(wrong.most_common(40))


if __name__ == "__main__":
    sys.exit(main())
