#include "doc/abbreviation.h"

#include <stddef.h>

/* As they are written; a word in capitals is looked up as it stands and with only its first letter large. */
static const char always[] =
    " Mr Mrs Ms Messrs Dr Drs Prof Profs Rev Revs Fr Hon Pres Gov Govs Sen Sens Rep Reps Amb Supt Insp Atty "
    "Asst "
    "Gen Lt Col Maj Capt Cmdr Cpl Sgt Pvt Adm Brig Det Jr Sr Esq St Ste Ft Mt Ave Blvd Rd Inc Corp Co Cos "
    "Ltd Bros Mfg "
    "Dept Assn Intl Univ Jan Feb Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Ala Ariz Calif "
    "Colo Conn Del Fla Ga Ill Kan Ky Md Mich Minn Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wis Wyo "
    "Ont Que Alta vs etc approx al ca Mlle Mme Attn Vol est lb lbs oz ext eg ie Ph Fax Mob Para Spec LTD "
    "PVT ";

/* Words, too, or names: only with a number behind. */
static const char before_number[] =
    " No Nos no nos Art art Sec sec Fig fig p pp vol Ch ch Mar Apr Jun Jul Sat Sun ";

/* Words, too: only behind a place and a comma, or a party and a hyphen. */
static const char of_place[] = " Mass Wash Miss Ind Ark Ida Me Penn Penna Man ";

static bool has(const char *list, str word) {
  char key[16];
  if (word.length + 3 > (int32_t)sizeof key) return false;
  key[0] = ' ';
  memcpy(key + 1, word.at, (size_t)word.length);
  memcpy(key + 1 + word.length, " ", 2);
  return strstr(list, key) != NULL;
}

abbreviation_kind abbreviation_of(str word) {
  if (has(always, word)) return ABBREVIATION;
  if (has(before_number, word)) return ABBREVIATION_BEFORE_NUMBER;
  if (has(of_place, word)) return ABBREVIATION_OF_PLACE;
  return ABBREVIATION_NONE;
}
