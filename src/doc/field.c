/* Lists of words that anybody would give; a word may belong to two fields. */
#include "doc/field.h"

#include "base/map.h"

typedef struct {
  int32_t field;
  const char *words; /* lower case, parted by blanks */
} list;

static const list LISTS[] = {
    {FIELD_BUSINESS,
     "company companies firm firms business businesses corporation conglomerate retailer retailers "
     "supermarket "
     "chain store stores shop brand maker makers carmaker carmakers automaker automakers manufacturer "
     "manufacturers drugmaker chipmaker supplier airline airlines carrier operator operators developer "
     "provider "
     "startup start-up giant vendor distributor brewer brewery restaurant hotel insurer telecom telecoms "
     "utility "
     "refiner miner platform app network subsidiary contractor consultancy agency-owner publisher studio "
     "executive executives ceo cfo coo cto chief-executive founder co-founder entrepreneur owner manager "
     "boss "
     "businessman businesswoman industrialist tycoon billionaire shareholder investor "
     "inc corp ltd llc plc gmbh ag sa co holdings group industries technologies systems motors motor energy "
     "oil "
     "pharmaceuticals pharma electronics software labs airways entertainment foods solutions "
     "google facebook meta apple microsoft amazon twitter x netflix uber tesla intel ibm samsung sony boeing "
     "airbus toyota ford gm volkswagen walmart spacex openai tiktok youtube instagram whatsapp huawei"},
    {FIELD_LAW, "court courts tribunal judge judges justice justices magistrate prosecutor prosecutors "
                "attorney attorneys "
                "lawyer lawyers barrister solicitor counsel jury juror jurors plaintiff plaintiffs defendant "
                "bench judiciary "
                "coroner llp law"},
    {FIELD_POLICE,
     "police force officer officers sheriff detective detectives constable superintendent inspector "
     "investigator investigators policeman policewoman trooper troopers chief deputies fbi interpol europol "
     "constabulary pd nypd lapd"},
    {FIELD_SCHOOL,
     "university universities college school schools academy institute campus faculty professor professors "
     "prof "
     "lecturer researcher researchers scientist scientists academic academics scholar scholars teacher "
     "teachers "
     "student students principal headteacher dean historian economist economists biologist physicist "
     "epidemiologist climatologist author authors expert experts postdoctoral psychologist sociologist "
     "mit harvard yale oxford cambridge stanford princeton ucla think-tank laboratory lab"},
    {FIELD_PRESS,
     "newspaper paper magazine broadcaster channel station network outlet site website publication tabloid "
     "daily "
     "weekly newsroom agency news journal times post herald tribune gazette guardian telegraph mail mirror "
     "chronicle reporter journalist journalists reporters editor editors columnist correspondent anchor "
     "blogger "
     "presenter media tv radio press wire publisher cnn bbc nbc abc cbs msnbc pbs npr reuters ap afp "
     "bloomberg "
     "politico axios sky itv fox"},
    {FIELD_SPORT, "club clubs team side league federation association franchise coach coaches manager "
                  "captain player players "
                  "striker midfielder defender goalkeeper quarterback pitcher forward winger athlete "
                  "sprinter runner boxer "
                  "golfer cricketer batsman bowler footballer swimmer cyclist skipper champion driver "
                  "referee fc united city "
                  "rovers athletic fifa uefa nfl nba nhl mlb wnba fia ioc ncaa olympic"},
    {FIELD_PARTY, "party parties democrat democrats republican republicans labour conservatives tories "
                  "liberal liberals gop "
                  "candidate candidates nominee campaign campaigns politician coalition opposition congress "
                  "front alliance "
                  "politicians frontrunner contender"},
    {FIELD_GOVERNMENT,
     "government governments administration ministry department departments agency agencies bureau office "
     "commission authority authorities council cabinet embassy official officials minister ministers "
     "president "
     "premier chancellor secretary governor mayor ambassador diplomat envoy regulator watchdog spokesman "
     "spokeswoman junta regime state treasury white house kremlin pentagon downing commissioner "
     "administrator "
     "epa fda cdc nih nasa irs fema faa ftc fcc sec dhs doj hhs cia nsa un nato eu who"},
    {FIELD_PARLIAMENT,
     "parliament senate house congress legislature assembly committee caucus lawmaker lawmakers senator "
     "senators "
     "sen sens rep reps representative congressman congresswoman legislator legislators mp mps councillor "
     "councillors councilman councilwoman speaker whip delegate assemblyman assemblywoman bundestag knesset"},
    {FIELD_HEALTH, "hospital hospitals clinic nhs doctor doctors nurse nurses physician surgeon medic medics "
                   "paramedic dentist "
                   "psychiatrist pharmacist vet health medical pediatrician virologist dr pathologist"},
    {FIELD_MONEY,
     "bank banks lender fund exchange brokerage investor investors analyst analysts broker banker economist "
     "economists trader fed reserve imf ecb treasury securities capital financial bancorp strategist"},
    {FIELD_CAUSE, "charity foundation union unions ngo group groups organisation organization nonprofit "
                  "association society "
                  "movement campaigner campaigners activist activists advocate advocates federation "
                  "institute trust network "
                  "coalition protester protesters alliance aclu naacp unicef greenpeace amnesty oxfam"},
    {FIELD_ART,
     "band orchestra museum gallery theatre theater studio singer rapper musician actor actress director "
     "filmmaker producer artist painter writer novelist poet playwright composer comedian star presenter "
     "author "
     "designer photographer model songwriter guitarist frontman drummer"},
    {FIELD_FORCES, "army navy military force forces troops soldier soldiers general gen colonel col "
                   "lieutenant lt admiral maj "
                   "major sergeant commander commanders militia marines corps pentagon defense defence idf "
                   "airforce brigade "
                   "rebels militants insurgents hamas taliban hezbollah"},
    {FIELD_FAITH, "church diocese mosque synagogue temple bishop archbishop cardinal pope priest pastor rev "
                  "reverend imam rabbi "
                  "cleric vatican pontiff ministries vicar"},
    {FIELD_FAMILY,
     "father mother dad mom mum son daughter brother sister wife husband parent parents family widow uncle "
     "aunt "
     "grandfather grandmother girlfriend boyfriend fiance partner couple neighbour neighbor friend"},
};

static map index_lists(arena *a) {
  map found = {0};
  for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++)
    for (const char *at = LISTS[i].words; *at;) {
      size_t length = strcspn(at, " ");
      *map_put(&found, (str){at, (int32_t)length}, 0, a) |= LISTS[i].field;
      at += length + (at[length] == ' ');
    }
  return found;
}

int32_t *fields_of_words(const words *w, arena *a) {
  map known = index_lists(a);
  int32_t *fields = arena_array(a, int32_t, w->kinds);
  for (int32_t i = 0; i < w->kinds; i++) fields[i] = map_get(&known, w->spelling[i], 0);
  return fields;
}

static int32_t fields_in(const int32_t *fields, const words *w, range r) {
  int32_t found = 0;
  for (int32_t i = r.first; r.first >= 0 && i <= r.last; i++) found |= fields[word_id(w, i)];
  return found;
}

int32_t *fields_of_entities(const int32_t *fields, const names *n, const entities *e, arena *a) {
  int32_t *found = arena_array(a, int32_t, e->count);
  for (int32_t i = 0; i < n->count; i++) {
    int32_t *mine = &found[e->of[i]];
    *mine |= fields_in(fields, &e->words, e->before[i]) | fields_in(fields, &e->words, e->after[i]);
    if (n->at[i].type != INQ_PERSON)
      *mine |= fields_in(fields, &e->words, (range){n->at[i].first, n->at[i].last});
  }
  return found;
}
