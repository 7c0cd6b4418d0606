/* Entities from aliases: gather the names that stand for one form, choose the fullest, and add up what is
 * said of it: gender, role, affiliation. */
#include "doc/entity.h"

#include "base/array.h"
#include "doc/alias.h"
#include "doc/role.h"
#include "doc/title.h"

enum { PRONOUN_REACH = 15 }; /* tokens behind a name in which "his" or "her" most likely means it */
enum { SURE = 4 };           /* points, of which a title has 8, a first name 6, a pronoun 1 */

typedef struct {
  const words *w;
  const tokens *k;
  const names *n;
  int32_t *male, *female; /* [entities] points for either */
} genders;

/* How much a name says: its words, then its length; capitals all through (a headline) say less, and so does what an
 * editor put brackets into. */
static int32_t fullness(const words *w, const tokens *k, const name *n) {
  bool capitals = n->last > n->first || k->at[n->last].end - k->at[n->first].start > 5, edited = false;
  for (int32_t i = n->first; i <= n->last; i++) {
    capitals &= word_shape(w, i) == CASE_UPPER || word_shape(w, i) == CASE_NONE;
    edited |= word_is(w, i, "[");
  }
  int32_t bytes = k->at[n->last].end - k->at[n->first].start;
  str last = word_spelling(w, n->last); /* a people speaks as "Democrats" rather than as "Democratic" */
  if (n->type == INQ_NORP && last.length && last.at[last.length - 1] == 's') bytes += 500;
  return (capitals || edited ? 0 : 100000) + (n->last - n->first) * 1000 + (bytes < 999 ? bytes : 999);
}

static entities gather(const forms *f, const int32_t *root, const words *w, const tokens *k, const names *n,
                       arena *a) {
  arena *side = arena_aside(a);
  arena_place from = arena_here(side);
  array(entity) found = {0};
  int32_t *of = arena_array(a, int32_t, n->count), *entity_of = arena_array(side, int32_t, f->count);
  int32_t *type_of = arena_array(side, int32_t, f->count);
  for (int32_t i = 0; i < f->count; i++) entity_of[i] = -1, type_of[i] = f->at[i].type;
  for (int32_t i = 0; i < n->count; i++)
    if (n->at[i].listed) type_of[root[i]] = n->at[i].type;
  for (int32_t i = 0; i < n->count; i++) {
    int32_t *mine = &entity_of[root[i]];
    if (*mine < 0) {
      *mine = found.count;
      *array_push(&found, side) = (entity){.type = type_of[root[i]],
                                           .name = i,
                                           .first = i,
                                           .role = {-1, -1},
                                           .office = {-1, -1},
                                           .affiliation = {-1, -1},
                                           .affiliated = -1,
                                           .listed = f->at[root[i]].listed};
    }
    entity *e = &found.at[*mine];
    of[i] = *mine;
    e->count++;
    bool wrong_now = n->at[e->name].type != e->type, wrong = n->at[i].type != e->type;
    if (wrong < wrong_now ||
        (wrong == wrong_now && fullness(w, k, &n->at[i]) > fullness(w, k, &n->at[e->name])))
      e->name = i;
  }
  entities all = {.at = array_settled(&found, a), .count = found.count, .of = of};
  arena_back(side, from);
  return all;
}

/* ---- Gender ---- */

static void count_bits(genders *g, int32_t e, const range *r) {
  if (r->first < 0) return;
  for (int32_t i = r->first; i <= r->last; i++) {
    if (word_shape(g->w, i) == CASE_UPPER) continue;
    g->male[e] += (word_bits(g->w, i) & LEX_MAN_NOUN) ? 4 : 0;
    g->female[e] += (word_bits(g->w, i) & LEX_WOMAN_NOUN) ? 4 : 0;
  }
}

/* "his", "her" soon behind the name, before another person is named. */
static void count_pronouns(genders *g, const entities *e, int32_t name_index) {
  static const char *const he[] = {"he", "his", "him", "himself", NULL};
  static const char *const she[] = {"she", "her", "hers", "herself", NULL};
  const name *n = &g->n->at[name_index];
  int32_t end = n->last + PRONOUN_REACH;
  for (int32_t j = name_index + 1; j < g->n->count && g->n->at[j].first <= end; j++)
    if (g->n->at[j].type == INQ_PERSON) {
      end = g->n->at[j].first - 1;
      break;
    }
  for (int32_t i = n->last + 1; i <= end && i < g->k->count && g->k->block[i] == g->k->block[n->last]; i++) {
    bool man = word_in(g->w, i, he), woman = word_in(g->w, i, she);
    g->male[e->of[name_index]] += man;
    g->female[e->of[name_index]] += woman;
    if (man || woman) return;
  }
}

static void count_name(genders *g, const entities *e, int32_t i) {
  const name *n = &g->n->at[i];
  int32_t owner = e->of[i], title = name_title_gender(g->w, n);
  g->male[owner] += title == GENDER_MALE ? 8 : 0;
  g->female[owner] += title == GENDER_FEMALE ? 8 : 0;
  count_bits(g, owner, &e->before[i]);
  if (e->at[owner].name != i) return;
  /* The fullest form: its first word is a first name; a single word may as well be a surname. */
  int32_t points = n->last > n->first ? 6 : 1;
  g->male[owner] += (word_bits(g->w, n->first) & LEX_MALE) ? points : 0;
  g->female[owner] += (word_bits(g->w, n->first) & LEX_FEMALE) ? points : 0;
}

static void find_genders(entities *e, const tokens *k, const names *n, arena *a) {
  genders g = {&e->words, k, n, arena_array(a, int32_t, e->count), arena_array(a, int32_t, e->count)};
  for (int32_t i = 0; i < n->count; i++) {
    if (n->at[i].type != INQ_PERSON) continue;
    count_name(&g, e, i);
    count_pronouns(&g, e, i);
  }
  for (int32_t i = 0; i < e->count; i++) {
    int32_t balance = g.male[i] - g.female[i];
    if (e->at[i].type != INQ_PERSON) e->at[i].gender = GENDER_NEUTER;
    else e->at[i].gender = balance > 0 ? GENDER_MALE : balance < 0 ? GENDER_FEMALE : GENDER_UNKNOWN;
    e->at[i].gendered = e->at[i].type == INQ_PERSON && (balance >= SURE || balance <= -SURE);
  }
}

/* ---- Roles ---- */

static void take_roles(entities *e, const role *roles, const names *n) {
  for (int32_t i = 0; i < n->count; i++) {
    entity *mine = &e->at[e->of[i]];
    e->before[i] = roles[i].before;
    e->after[i] = roles[i].after;
    if (mine->type != INQ_PERSON) continue;
    if (mine->role.first < 0) mine->role = roles[i].role;
    if (mine->office.first < 0) mine->office = roles[i].office;
    if (mine->affiliated < 0 && roles[i].affiliated >= 0 && e->of[roles[i].affiliated] != e->of[i]) {
      const name *other = &n->at[roles[i].affiliated];
      mine->affiliation = (range){other->first, other->last};
      mine->affiliated = e->of[roles[i].affiliated];
    }
  }
}

entities entities_read(const text *t, const blocks *b, const tokens *k, const marks *m, const uint8_t *pos,
                       const names *n, const lexicon *l, arena *a) {
  (void)b, (void)m; /* names cross no edge of a block, and marks decide nothing here */
  words w = words_read(t, k, l, a);
  arena *side = arena_aside(a);
  arena_place from = arena_here(side);
  forms f = forms_read(&w, n, side);
  int32_t *root = aliases_read(&f, &w, n, side);
  entities e = gather(&f, root, &w, k, n, a);
  e.words = w;
  e.before = arena_array(a, range, n->count);
  e.after = arena_array(a, range, n->count);
  take_roles(&e, roles_read(k, &w, pos, n, side), n);
  find_genders(&e, k, n, side);
  arena_back(side, from);
  return e;
}
