#!/usr/bin/env python3
"""Makes the lexicon: which single words (lower case) are first names, titles, nouns for people, ...

usage: lexicon.py [--data ../shared/data] OUT.npz

Writes the arrays `keys` (strings, sorted) and `values` (u32, the bits of src/doc/lexicon.h), which export
packs as the table "lexicon".  Lists of names come from ../shared/data/lex and are cut to what news uses:
names by their published frequency, places by how often data/text capitalises them.  The nouns below were
written by hand; what gold/train showed to be missing was added.  Nothing here looks at a dev file.
"""
import argparse
import collections
import csv
import json
import re
import subprocess

import numpy as np

# The bits, in the order of src/doc/lexicon.h.
BITS = ("MALE FEMALE FIRST_NAME SURNAME TITLE NATIONALITY COUNTRY CITY SUFFIX PERSON_NOUN ORG_NOUN GROUP_NOUN "
        "CUE_VERB CUE_NOUN PLACE_NOUN MAN_NOUN WOMAN_NOUN DOCUMENT_NOUN PREPOSITION FUNCTION OFFICE_NOUN "
        "SPOKES_NOUN VERB PART_NOUN STUDY_NOUN STATEMENT_NOUN").split()
BIT = {name: 1 << i for i, name in enumerate(BITS)}

TITLES = """mr mrs ms miss mx dr doctor prof professor sir dame lord lady baron baroness count countess duke duchess
 prince princess king queen pope cardinal archbishop bishop rev reverend father pastor rabbi imam sheikh ayatollah
 mullah president vice-president ex-president premier chancellor minister secretary undersecretary senator sen sens
 rep reps representative representatives congressman congresswoman gov governor mayor judge justice chief gen general
 col colonel maj major capt captain lt lieutenant cmdr commander sgt sergeant cpl corporal pvt private adm admiral
 detective inspector constable superintendent sheriff deputy officer speaker ambassador attorney coach dean councillor
 councilman councilwoman commissioner supervisor chairman chairwoman pm mp msp mep md hon herr frau monsieur madame
 mme señor señora shri smt sri tunku datuk tan chef sister brother saint st emperor empress sultan emir taoiseach
 alderman assemblyman assemblywoman assemblymember delegate comrade pfc msgt ssgt radm brig ens fr bro""".split()
MEN = """man men boy boys father dad grandfather husband brother son uncle nephew king prince duke lord baron emperor
 spokesman chairman congressman businessman fisherman policeman cameraman gunman salesman fireman councilman
 assemblyman alderman actor waiter widower gentleman sportsman statesman sportswriter headmaster clergyman monk priest
 pope bishop archbishop cardinal imam mr sir groom boyfriend ex-husband stepfather godfather guy lad mogul-man
 ombudsman midshipman foreman layman nobleman horseman batsman frontman sheikh sultan emir""".split()
WOMEN = """woman women girl girls mother mom mum grandmother wife sister daughter aunt niece queen princess duchess
 lady baroness empress spokeswoman chairwoman congresswoman businesswoman policewoman councilwoman assemblywoman actress
 waitress widow nun mrs ms miss mme dame bride girlfriend ex-wife stepmother godmother actresses heroine hostess
 schoolgirl headmistress ballerina supermodel midwife""".split()
PEOPLE = """accountant accuser activist actor actress adviser advisor advocate agent aide ambassador analyst anchor
 anthropologist archaeologist architect artist assistant astronaut astronomer astrophysicist athlete attacker attorney
 auditor author auctioneer baker banker barrister biologist blogger bodyguard boss botanist boxer boyfriend brewer
 broadcaster broker brother builder businessman businesswoman buyer cameraman campaigner candidate captain cardinal
 cardiologist caretaker carpenter ceo cfo chair chairman chairperson chairwoman champion chancellor chef chemist
 chief child choreographer ciso citizen claimant cleric climber clinician co-author co-chair co-director co-founder
 co-host co-owner co-star coach colleague collector colonel columnist comedian commander commentator commissioner
 composer comptroller conductor congressman congresswoman conservationist conservative consultant contestant contractor
 controller coordinator coroner correspondent cosmonaut councillor councilman councilwoman counsel counsellor counselor
 cousin creator cricketer critic criminologist curator customer cyclist dancer daughter dealer dean defender defendant
 delegate democrat dentist deputy dermatologist designer detective developer dictator diplomat director director-general
 dispatcher doctor donor drafter driver drummer ecologist economist editor editor-in-chief educator employee employer
 engineer entrepreneur envoy epidemiologist ex-husband ex-president ex-wife executive expert eyewitness fan farmer father
 fellow fighter filmmaker film-maker financier firefighter fisherman footballer forecaster forward founder friend
 fugitive gardener general geneticist geologist girlfriend goalkeeper golfer governor grandfather grandmother grocer
 guard guest guitarist gunman hacker head headmaster headteacher historian host hostage hunter husband immigrant
 incumbent individual influencer informant inmate insider inspector instructor interviewer inventor investigator
 investor jockey journalist judge juror justice keeper king lady laureate landlord lawmaker lawyer lead leader lecturer
 legislator liaison librarian lieutenant lobbyist lord man manager marshal mathematician mayor mayor-elect mechanic
 mediator medic meteorologist microbiologist midfielder midwife minister miner mogul monarch mother motorist mp
 musician mum mom nationalist naturalist negotiator neighbor neighbour nephew neurologist neuroscientist neurosurgeon newcomer
 nominee novelist nurse officer official ombudsman operative operator opponent organiser organizer owner painter
 paramedic parent participant partner passenger pastor patient pathologist pediatrician performer person philanthropist
 philosopher photographer photojournalist physician physicist pilot pitcher plaintiff player playwright pm poet
 policeman policewoman politician pollster pope prefect premier presenter president president-elect priest prince
 princess principal prisoner producer professor programmer promoter prophet prosecutor protester psychiatrist
 psychologist publicist publisher pundit quarterback queen rabbi racer rancher ranger rapper realtor receptionist recruiter
 referee refugee regulator reporter republican researcher resident respondent retiree reverend rival sailor scholar
 schoolteacher scientist screenwriter sculptor secretary seller senator sergeant sheriff shooter shopkeeper singer
 sister skipper sociologist soldier solicitor son songwriter source speaker specialist speechwriter spokesman
 spokesperson spokeswoman spouse spy staffer star stakeholder statistician strategist striker student superintendent supermodel
 supervisor surgeon survivor suspect swimmer teacher technician technologist teenager theologian therapist toxicologist
 trader trainer translator treasurer trustee tutor tycoon undersecretary user vet veteran vice-chairman
 vice-president vicar victim videographer virologist volunteer warden watchdog-chief whip whistleblower whistle-blower widow
 wife winemaker winger winner witness woman worker wrestler writer youngster zoologist svp evp coo cto cmo ag mep msp
 frontman vocalist bassist batsman bowler midshipman shepherd merchant boxer sprinter runner runner-up challenger
 contender medallist medalist favourite favorite newlywed toddler teen youth girl boy man guy someone somebody
 somebody-else counterpart successor predecessor commandant admiral maker mastermind consul attaché archivist
 academic creditor guardian psychotherapist physiotherapist pharmacist veterinarian sommelier barista bartender""".split()
ORGS = """administration agency airline airport alliance army assembly association authority bank bloc board body brand
 brewer brewery broadcaster broker brokerage bureau business cabinet campaign carmaker automaker carrier center centre
 chain chamber channel charity chipmaker church clinic club coalition college commission committee company concern
 conglomerate consortium consulate consultancy contractor cooperative corporation council court creator department
 developer distributor division drugmaker embassy employer enterprise exchange federation festival firm force foundation
 franchise fund gallery garage giant government grocer group guild hospital house industry inspectorate institute
 institution insurer investor-group journal junta lab label laboratory lender library lobby magazine maker manufacturer
 marketplace media militia military ministry mission mosque movement museum navy network newspaper ngo nonprofit
 non-profit office operator organisation organization outfit outlet owner paper parliament partnership party police
 practice presidency producer programme prosecution provider publication publisher refinery regulator restaurant
 retailer school seller senate service shop side site start-up startup station store studio subsidiary supermarket
 supplier syndicate synagogue team tribunal think-tank trust union unit university utility vendor venture watchdog
 website wholesaler workshop developer parent tank arm branch camp band orchestra outlet tabloid broadsheet daily weekly
 wire airline builder platform app portal congress legislature secretariat treasury directorate registry constabulary
 garda bench chapter congregation diocese archdiocese monastery faculty lawfirm practice-group bookmaker carmaker
 shipper tribe regime kremlin judiciary ngo""".split()
GROUPS = """academics activists administrators advocates advisers advisors agencies agents aides allies analysts
 anyone appellants astronomers attorneys attackers authorities authors backers bankers banks bosses both bystanders
 businesses campaigners candidates cardinals celebrities chiefs citizens clerics climatologists coaches colleagues
 commentators commanders companies congressmen conservationists conservatives consumers contractors councillors couple
 courts creators crew crews critics crowd crowds customers dealers defenders delegates democrats demonstrators
 designers detectives detractors developers diplomats directors dissidents doctors donors drivers duo economists
 editors educators employees employers engineers entrepreneurs environmentalists everyone executives experts eyewitnesses
 families family fans farmers few figures firefighters firms forecasters founders friends fishermen governments governors
 groups guards guests hackers historians hospitals households human-rights-groups inspectors insiders insurers
 intellectuals investigators investors islamists journalists judges jurors justices labs landlords lawmakers lawyers
 leaders legislators liberals lobbyists locals makers managers manufacturers many media mediators medics members men
 meteorologists meteorology-experts militants ministers mothers mps musicians nationalists negotiators neighbors
 neighbours ngos nobody nurses observers officers officials operators opponents organisations organisers organizations
 organizers others owners pair panel parents participants parties partners passengers patients people personnel
 physicians physicists pilots players police politicians pollsters powers producers professors prosecutors protesters
 protestors providers psychologists publishers pundits rebels regulators relatives reporters representatives republicans
 researchers residents respondents retailers reviewers rivals sailors scholars schools scientists senators settlers
 several shareholders shoppers sides skeptics sceptics soldiers some sources specialists spectators spokesmen
 spokespeople staff staffers states strategists students suffragettes supporters survivors suspects taxpayers teachers teammates
 teams technologists teenagers tenants theorists tourists traders travelers travellers trio troops unions universities
 users vendors veterans victims villagers voters veterinarians watchers witnesses women workers writers youths adults
 americans respondents percent majority minority thousands hundreds dozens millions half most all each one another
 whistleblowers those them they""".split()
PLACES = """archipelago area borough capital city colony commune community country county district emirate enclave
 hamlet homeland island kingdom land metropolis municipality nation neighborhood neighbourhood peninsula port
 prefecture principality province region republic resort state suburb superpower territory town township village
 ward world""".split()
DOCUMENTS = """account ad advert advertisement affidavit agreement alert analysis announcement app article assessment
 audit average bill biography blog book briefing brochure budget bulletin caption census charge charges chart circular
 column communique communiqué complaint constitution contract data database decision declaration decree deposition diary
 document documents dossier draft editorial email emails e-mail essay estimate estimates evidence executive-order
 experiment figures file files filing filings findings forecast forecasts graph guidance guidelines headline image
 images indictment information inquiry inscription investigation investigations invoice journal judgement judgment label law
 lawsuit leaflet legislation letter manifesto manual map memo memoir memorandum message messages minutes motion movie
 note notes notice novel number numbers op-ed opinion order page pamphlet paper papers papyrus petition piece placard
 plan podcast poem poll polling polls post poster posts presentation press-release proclamation profile programme
 proposal prospectus protocol publication quote ranking rankings readout record records recording release report reports
 rescript research resolution response result results review rule ruling script sentence sheet sign signs slideshow song
 speech spokes-statement standards statement statements statistics statute story studies study subpoena suit summary
 survey surveys tally tape testimony text thread transcript treaty tweet tweets ultimatum verdict version video warrant
 website will works writ""".split()
CUE_NOUNS = """accusation accusations admission advice allegation allegations announcement answer appeal argument
 assertion assertions assessment claim claims comment comments complaint complaints conclusion confirmation contention
 declaration denial denials explanation forecast insistence message order pledge prediction promise proposal question
 recommendation remark remarks reply report request response revelation statement suggestion testimony threat threats
 vow warning warnings word words line tweet post""".split()
CUE_VERBS = """accuse acknowledge add address admit advise advocate affirm agree alert allege announce answer apologise
 apologize appeal argue ask assert assess assure attest blame blast boast brag brand brief call caution celebrate
 challenge characterise characterize chant chide cite claim clarify comment compare complain concede conclude condemn
 confess confide confirm contend continue counter cry criticise criticize declare decry defend demand denounce deny
 describe detail determine disclose dismiss dispute dub echo elaborate emphasise emphasize encourage enthuse estimate
 exclaim explain expound express find forecast fume guarantee hail highlight hint identify imply indicate inform
 insinuate insist instruct interject interview invite joke lament lambast lambaste lash laugh liken maintain mention mock
 mumble muse mutter name note notify object observe opine order outline plead pledge point portray post praise predict
 proclaim project promise pronounce propose protest question quip quote rant rate read reaffirm reassure rebuke recall
 recite recommend recount refer refute reiterate reject relate remark remember remind repeat reply report request
 respond retort reveal roar rule say scoff scold scream shout show sigh signal slam snap speak speculate state stipulate
 stress suggest summarise summarize sum surmise swear tell term testify thank threaten thunder tout tweet underline
 underscore unveil urge utter vent verify voice vow warn weigh whisper wonder write yell""".split()
IRREGULAR = {"say": "said says saying", "tell": "told tells telling", "write": "wrote writes written writing",
             "find": "found finds finding", "show": "showed shows shown showing", "read": "read reads reading",
             "speak": "spoke speaks spoken speaking", "swear": "swore swears sworn swearing",
             "deny": "denied denies denying", "reply": "replied replies replying", "cry": "cried cries crying",
             "decry": "decried decries decrying", "imply": "implied implies implying", "rebut": "rebutted rebuts",
             "testify": "testified testifies testifying", "verify": "verified verifies verifying",
             "notify": "notified notifies notifying", "clarify": "clarified clarifies clarifying",
             "admit": "admitted admits admitting", "refer": "referred refers referring", "quip": "quipped quips quipping",
             "brag": "bragged brags bragging", "dub": "dubbed dubs dubbing", "slam": "slammed slams slamming",
             "snap": "snapped snaps snapping", "sum": "summed sums summing", "chat": "chatted chats chatting"}
# What ends a noun phrase's head: "the head | of the agency", "a man | who ...".
PREPOSITIONS = """of for in at from with on to by about near inside outside within under over against between among
 across after before during into through throughout around without behind beside besides beyond toward towards upon via
 per like than as since until amid alongside despite off onto""".split()
# Words that no description is made of.
FUNCTION = """a an the this that these those and or but nor so yet if then when while where which who whom whose what
 why how is are was were be been being am has have had do does did will would shall should can could may might must not
 no he she it they we i you him her them us me my your his its their our mine yours hers theirs ours himself herself
 itself themselves there here also just only even still very too more most less least much many such own same other
 another any some all both each every either neither one two three four five six seven eight nine ten said says say told
 added according mr mrs ms 's ’s n't n’t because although though however""".split()
# Nouns of office: one holder at a time, so that "the president" asks for a president.
OFFICES = """president premier chancellor minister secretary governor mayor senator congressman congresswoman
 representative chairman chairwoman chair ceo chief director judge justice king queen prince princess pope bishop
 archbishop ambassador commissioner sheriff speaker leader coach manager captain general dean principal
 superintendent prosecutor attorney lawmaker candidate nominee founder boss head vice-president mp pm treasurer""".split()
SPOKES = "spokesman spokeswoman spokesperson spokesmen spokespeople spokeswomen representative rep spox".split()
# What belongs to a name without being it: "Biden's campaign", "the Johnson government".
PARTS = """administration allies attorneys authorities backers branch cabinet camp campaign coalition council court
 courts crew department division faction family fans government journalist lawyers lawmakers leaders leadership media
 members military ministry office officials opponents page presidency prosecutors regime residents scientists service
 sources staff supporters team unit voters wing workers aide aides allies embassy website subsidiary arm""".split()
STUDIES = """analysis audit data database estimate estimates evidence figures findings forecast forecasts index
 investigation numbers poll polling polls projections ranking records report reports research results review statistics
 studies study survey surveys tally""".split()
STATEMENTS = """ad advert announcement article blog book column complaint editorial email e-mail essay filing letter
 manifesto memo message news note op-ed opinion post posts presentation press-release profile proposal release ruling
 speech statement statements story tweet tweets video""".split()
SUFFIXES = """inc ltd llc plc corp co gmbh ag sa nv bv ab oy asa spa srl sarl kg kgaa pty pte bhd limited incorporated
 corporation company llp lp holdings holding group oyj as se""".split()
# Verbs that show that what stands before them is a subject, besides the verbs of saying.
VERBS = """is was has had will would can could may might must did does do went came took made got gave left won lost
 led ran met held kept began became seems appeared wants wanted hopes hoped believes believed thinks thought knows knew
 plans planned decided declined refused tried needs needed likes liked loves loved feels felt fears feared expects
 expected works worked served serves joined resigned retired won't can't ended started opened launched filed sued sold
 bought signed visited arrived returned called faced faces stood stands sat spent sent paid used set put""".split()


def inflected(verb):
    """A verb's forms, by rule or from IRREGULAR."""
    if verb in IRREGULAR:
        return [verb] + IRREGULAR[verb].split()
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if re.search(r"(s|sh|ch|x|z)$", verb):
        return [verb, verb + "es", verb + "ed", verb + "ing"]
    return [verb, verb + "s", verb + "ed", verb + "ing"]


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def capitalised(path):
    """How often each word stands capitalised in running text."""
    counts = collections.Counter()
    with subprocess.Popen(["zstdcat", path], stdout=subprocess.PIPE, text=True, encoding="utf-8") as stream:
        for i, line in enumerate(stream.stdout):
            if i % 4 == 0:
                counts.update(re.findall(r"\b[A-Z][\w-]+", json.loads(line)["text"]))
    return counts


def build(data):
    """{word: bits}"""
    bits = collections.Counter()

    def add(words, name):
        for word in words:
            if " " not in word:
                bits[word.lower()] |= BIT[name]

    seen = capitalised(f"{data}/text/news_articles.jsonl.zst")
    men, women = collections.Counter(), collections.Counter()
    for name, male, female in rows(f"{data}/lex/first_names_ssa.tsv"):
        men[name.lower()] += int(male)
        women[name.lower()] += int(female)
    for kind, counter in (("male", men), ("female", women)):  # per cent of Americans in 1990
        for name, share in rows(f"{data}/lex/census1990_{kind}_first.tsv"):
            counter[name.lower()] += int(float(share) * 100000)
    for name in men | women:
        both = men[name] + women[name]
        if both >= 200 or (both >= 20 and seen[name.title()] >= 3):
            add([name], "FIRST_NAME")
            if men[name] >= 0.8 * both:
                add([name], "MALE")
            if women[name] >= 0.8 * both:
                add([name], "FEMALE")
    add((r[0] for r in rows(f"{data}/lex/census1990_all_last.tsv")
         if float(r[1]) >= 0.004 or seen[r[0].title()] >= 8), "SURNAME")
    add((r[0] for r in rows(f"{data}/lex/cities_geonames.tsv") if seen[r[0]] >= 25), "CITY")
    add((r[0] for r in rows(f"{data}/lex/nationalities.tsv")), "NATIONALITY")
    for country in rows(f"{data}/lex/countries.tsv"):
        add([country[0]], "COUNTRY")
        add([country[3]] if len(country) > 3 else [], "NATIONALITY")
    for words, name in ((TITLES, "TITLE"), (SUFFIXES, "SUFFIX"), (PEOPLE, "PERSON_NOUN"), (ORGS, "ORG_NOUN"),
                        (GROUPS, "GROUP_NOUN"), (PLACES, "PLACE_NOUN"), (MEN, "MAN_NOUN"), (WOMEN, "WOMAN_NOUN"),
                        (DOCUMENTS, "DOCUMENT_NOUN"), (CUE_NOUNS, "CUE_NOUN"), (PREPOSITIONS, "PREPOSITION"),
                        (FUNCTION, "FUNCTION"), (OFFICES, "OFFICE_NOUN"), (SPOKES, "SPOKES_NOUN"), (VERBS, "VERB"),
                        (PARTS, "PART_NOUN"), (STUDIES, "STUDY_NOUN"), (STATEMENTS, "STATEMENT_NOUN")):
        add(words, name)
    for verb in CUE_VERBS:
        add(inflected(verb), "CUE_VERB")
    return bits


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("out")
    args = parser.parse_args()
    bits = build(args.data)
    keys = sorted(bits, key=lambda word: word.encode())
    np.savez_compressed(args.out, keys=np.array(keys), values=np.array([bits[k] for k in keys], dtype=np.uint32))
    per_bit = {name: sum(bool(v & bit) for v in bits.values()) for name, bit in BIT.items()}
    print(len(keys), "words,", sum(len(k.encode()) for k in keys), "bytes of keys,", per_bit)


if __name__ == "__main__":
    main()
