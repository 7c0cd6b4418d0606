/* The patterns are caseless but for parts in (?-i:...), and extended: blanks and line ends in them mean
 * nothing.  Each looks at the first LOOK bytes alone and every repetition in them is bounded or possessive,
 * so that a match costs no more than a constant, whatever the text.
 *
 * The trained weights know a pattern by its place in this table: whoever adds, moves or changes one raises
 * BLOCK_FEATURES_VERSION and trains again. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "doc/block_pattern.h"

#include <pcre2.h>

enum { LOOK = 240, STEPS = 20000 }; /* bytes; PCRE2's own count of steps */

#define MONTH                                                                                                \
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"         \
  "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?+"
#define DAY "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu|fri|sat|sun)"
#define DATE                                                                                                 \
  "(?:" MONTH "\\ \\d{1,2}(?:st|nd|rd|th)?,?(?:\\ \\d{4})?|\\d{1,2}(?:st|nd|rd|th)?[\\ -]" MONTH             \
  "[,\\ -]{1,2}\\d{2,4}"                                                                                     \
  "|" MONTH "\\ \\d{4}|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4})"
#define CLOCK                                                                                                \
  "\\b\\d{1,2}(?:[:.]\\d\\d)?\\ ?(?:[ap]\\.?m\\b|h?\\ "                                                      \
  "?(?:gmt|utc|bst|[ecmp][ds]?t|ist|cest?)\\b)|\\b\\d\\d:\\d\\d\\b"
#define TRADE                                                                                                \
  "(?:reporter|writer|editor|journalist|correspondent|columnist|freelancer?|author|producer|photographer|"   \
  "contributor|novelist|historian|blogger|broadcaster)"
#define AGENCY                                                                                               \
  "(?:associated\\ press|reuters|agence\\ france-presse|afp|ap|bloomberg|xinhua|upi|pa\\ media|press\\ "     \
  "association|dpa|ians|"                                                                                    \
  "bbc|cnn|staff|news\\ agenc(?:y|ies)|agencies)"

/* Most patterns are tried only where they may match.  One of `signs` is in all that a pattern matches: a word that
 * begins so (six letters or digits; fewer are the whole word), a character that is no letter, or 0 for any digit.
 * Behind ^, it is the paragraph's first word or stands before it.  NULL: always tried. */
typedef struct {
  const char *pattern, *signs;
} row;

static const row TABLE[] = {
    /* A verb that makes a sentence; whom the paragraph speaks to */
    {"\\b(?:is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|"
     "says?"
     "|said|told|made|"
     "makes?|went|goes|came|comes?|gave|took|takes?|got|gets?|wants?|thinks?|knows?|knew|saw|left|found|put|"
     "let|kept|won|lost|"
     "n.t|.s\\ (?:not|been|going)|(?!(?:red|need|hundred|united|speed)\\b)\\p{L}{2,20}+(?<=ed))\\b",
     NULL},
    {"\\b(?:you|your|yours|our|us)\\b", "you your yours our us"},
    /* Who wrote it, when and where */
    {"^(?:by|from|words\\ by|written\\ by|posted\\ by|story\\ by|reported\\ by|published\\ by|analysis\\ "
     "by|author)\\b:?",
     "^by from words writte posted story report publis analys author"},
    {"^by:?\\ (?-i:\\p{Lu}[\\p{L}'’.-]++\\ ?){1,4}(?:$|[,|])", "^by"},
    {"^(?-i:(?:\\p{Lu}[\\p{L}'’.-]*+\\ ?)){2,4}$", NULL}, /* two to four capitalised words and no more */
    {"\\b" TRADE "s?$", "report writer editor journa corres column freela author produc photog contri noveli "
                        "histor blogge broadc"},
    {"\\b" AGENCY "\\)?$",
     "associ reuter agence agency agenci afp ap bloomb xinhua upi pa dpa ians bbc cnn staff"},
    {"\\b" DATE "\\b", "0"},
    {"^(?:" DAY ",?\\ )?" DATE "(?:\\W{1,4}" DAY ")?(?:[\\ ,|·-]{1,3}(?:at\\ )?[\\d:.]{1,5}.{0,14})?$", "0"},
    {CLOCK, "0"},
    {"\\b(?:\\d{1,2}|an?)\\ (?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month|year)s?\\ ago\\b", "ago"},
    {"^(?:\\W?(?:first\\ )?(?:published|updated|posted|created|modified|edited|last\\ "
     "(?:updated|modified|edited))|date)\\b",
     "^first publis update posted create modifi edited last date"},
    {"\\b\\d{1,2}[\\ -]min(?:ute)?s?\\ (?:read|listen)\\b", "0"},
    {"^(?-i:\\p{Lu}{3,}[\\p{L}.,/\\ '’]{0,40}?)(?:\\ ?\\([^()]{2,30}\\))?\\ ?(?:--?|[–—])(?:\\ |$)", "- – —"},
    {"^(?-i:\\p{Lu}[\\p{L}.,/\\ '’]{2,40}?)\\ \\((?:" AGENCY "|[^()]{2,24})\\)\\ ?(?:--?|[–—])(?:\\ |$)",
     "("},
    /* Invitations */
    {"^(?:read|see)\\ (?:more|also|next|this|the|full|our|all|related)\\b|^also\\ (?:read|see)|^read:|^more:",
     "^read see also more"},
    {"^(?:related|recommended|trending|featured|popular|most\\ "
     "(?:read|popular|viewed|shared|watched|recent)|top\\ (?:stories|news|"
     "picks)|latest|recent\\ (?:posts|stories|news|articles)|editor.?s.?\\ (?:picks?|choice)|up\\ next|in\\ "
     "this\\ (?:story|"
     "article|section)|what.?s\\ (?:next|hot)|also\\ in|elsewhere|around\\ the\\ web)\\b",
     NULL},
    {"^more\\ (?:on|from|in|about|stories|news|to|like|articles|by|coverage)\\b|\\bmore\\ "
     "(?:news|stories|coverage|articles|"
     "headlines)\\b",
     "more"},
    {"\\byou\\ (?:may|might)\\ (?:also\\ )?(?:like|be\\ interested|have\\ missed|enjoy)|\\bdon.?t\\ "
     "miss\\b|\\bin\\ case\\ you\\ missed",
     "you miss"},
    {"^(?:continue|keep|start)\\ "
     "(?:reading|watching|scrolling)|^(?:load|show|view|browse|explore|discover|find\\ out|learn)\\b"
     "|^loading\\b|^(?:next|previous|prev|back|skip|jump|scroll|swipe|tap|click|open|close|expand|menu|"
     "search|"
     "home|print|save|"
     "play|pause|mute)\\b",
     "^contin keep start load show view browse explor discov find learn loadin next previo prev back skip "
     "jump scroll swipe tap click open close expand menu search home print save play pause mute"},
    {"^(?:watch|listen|video|audio|podcast|gallery|photos?|pictures?|live|in\\ pictures|slideshow)\\b",
     "^watch listen video audio podcas galler photo photos pictur live in slides"},
    {"\\b(?:quiz|crossword|poll|survey|test\\ your|do\\ you\\ know|take\\ our|have\\ your\\ say|tell\\ "
     "us|vote|calculator)\\b",
     "quiz crossw poll survey your know our us vote calcul"},
    /* Sharing, subscribing, small print */
    {"\\b(?:share|tweet|retweet|pin\\ it|copy\\ link|e-?mail\\ (?:this|to|article)|bookmark)\\b",
     "share tweet retwee pin copy mail email bookma"},
    {"\\b(?:facebook|twitter|whatsapp|linkedin|pinterest|instagram|telegram|reddit|youtube|tiktok|threads|"
     "bluesky|messenger|"
     "mastodon|rss)\\b",
     "facebo twitte whatsa linked pinter instag telegr reddit youtub tiktok thread bluesk messen mastod rss"},
    {"\\b(?:follow|like|join|find)\\ (?:us|me|him|her|them|@)|\\bget\\ (?:in\\ touch|the\\ "
     "app|our)\\b|\\bdownload\\b|\\bapps?\\b",
     "follow like join find get downlo app apps"},
    {"\\bsubscri(?:be|bers?|ption)|\\bsign(?:ed|ing)?[\\ -](?:up|in)\\b|\\bnewsletters?\\b|\\blog[\\ "
     "-]?(?:in|out)\\b|\\bregister\\b|"
     "\\binbox\\b|\\bmembership\\b|\\bfree\\ trial\\b|\\bmy\\ account\\b|\\bbreaking\\ news\\ "
     "alerts?\\b|\\bnotifications?\\b",
     "subscr sign signed signin newsle log login logout regist inbox member trial my alert alerts notifi"},
    {"\\bdonat(?:e|ion)|\\b(?:support|fund)\\ (?:us|our|independent|quality|the)\\b|\\bour\\ "
     "(?:journalism|readers|supporters)\\b|"
     "\\bbecome\\ a\\b|\\bcontribute\\ (?:to|now)\\b",
     "donate donati suppor fund journa reader become contri"},
    {"©|\\(c\\)|\\bcopyright\\b|\\ball\\ rights\\ reserved|\\bmay\\ not\\ be\\ "
     "(?:published|reproduced|republished)|\\brepublish|\\blicen[cs]e[ds]?\\ "
     "(?:under|by)|\\btrade\\ ?marks?\\b",
     "© ( copyri rights publis reprod republ licenc licens trade tradem"},
    {"\\bcookies?\\b|\\bprivacy\\b|\\bterms\\b|\\bconditions\\b|\\bdisclaimer\\b|\\baccessibility\\b|"
     "\\bconsent\\b|\\bad\\ ?choices\\b|"
     "\\bjavascript\\b|\\bbrowser\\b|\\bpolicy\\b$",
     "cookie privac terms condit discla access consen ad adchoi javasc browse policy"},
    {"\\bcontact\\ us\\b|\\babout\\ (?:us|the\\ author)\\b|\\bcareers\\b|\\bhelp\\b|\\bsite\\ "
     "?map\\b|\\bfaqs?\\b|\\bfeedback\\b|\\badvertise\\b|"
     "\\bmasthead\\b|\\barchives?\\b|\\bback\\ to\\ top\\b",
     "us author career help site sitema faq faqs feedba advert masthe archiv back"},
    {"^\\W?(?:advertis|sponsor|promot(?:ed|ion)|paid\\ (?:content|post)|partner\\ "
     "content|affiliate|ad$)|\\b(?:earn|receive)\\ (?:a\\ )?"
     "(?:small\\ )?commission",
     "advert sponso promot paid partne affili ad commis"},
    {"\\bcomments?\\W?$|^\\d{1,5}\\ comments?|\\bleave\\ a\\ "
     "(?:reply|comment)|\\b(?:reply|replies)\\b$|^comments?\\b|\\bjoin\\ the\\ (?:conversation|"
     "discussion)",
     "commen leave reply replie join"},
    {"^(?:categor(?:y|ies)|tags?|tagged|topics?|filed\\ under|posted\\ in|sections?|keywords|explore\\ "
     "more|share\\ this|subjects?)\\b",
     "^catego tag tags tagged topic topics filed posted sectio keywor explor share subjec"},
    /* Pictures */
    {"\\b(?:photo(?:graph(?:er)?)?s?|images?|pictures?|illustration|graphic|credits?|courtesy|file)\\b",
     "photo photos photog image images pictur illust graphi credit courte file"},
    {"\\b(?:getty|shutterstock|alamy|epa|rex\\ features|istock|unsplash|wikimedia|flickr|afp|ap\\ photo|pa\\ "
     "wire|pa\\ media)\\b|\\breuters/|/reuters\\b",
     "getty shutte alamy epa rex istock unspla wikime flickr afp ap pa reuter"},
    {"^(?:image|photo|caption|media\\ caption|image\\ "
     "(?:caption|source|copyright)|file|picture|pictured|\\(?(?:above|below|left|right))\\b",
     "^image photo captio media file pictur above below left right"},
    {"\\b(?:seen|pictured|shown|poses?|posing|photographed)\\ "
     "(?:here|in|at|on|with|during|for|before|after|outside)\\b|"
     "\\((?:left|right|centre|center|pictured|l|r|c|file)\\)|,\\ (?:left|right|centre|center),",
     "seen pictur shown pose poses posing photog left right centre center l r c file"},
    {"\\bhide\\ caption|\\btoggle\\ caption|\\benlarge\\b|\\bimage\\ caption\\b|\\bfile\\ "
     "(?:photo|picture|image)\\b|\\bscreen(?:shot|grab)\\b",
     "captio enlarg file screen"},
    /* Authors and corrections */
    {"\\bis\\ (?:an?|the)\\ (?:[\\w-]++\\ ){0,6}" TRADE
     "\\b|\\bis\\ (?:an?|the)\\ (?:[\\w-]++\\ ){0,5}(?:fellow|professor|analyst)\\ (?:at|of|in|with)\\b",
     "is"},
    {"\\bhas\\ (?:written|worked|reported|covered|been\\ covering)\\b|\\b(?:his|her|their)\\ "
     "(?:work|writing|latest\\ book)\\b|\\bcovers\\b|\\breports\\ on\\b",
     "writte worked report covere coveri work writin latest covers"},
    {"\\bcontributed\\ (?:reporting|to\\ this)|^\\(?(?:additional\\ )?(?:reporting|writing|editing)\\ "
     "by\\b|\\bedited\\ by\\b",
     "contri report writin editin edited"},
    {"\\bcan\\ be\\ (?:reached|contacted|followed)\\b|\\bfollow\\ (?:the\\ author|\\p{L}++\\ "
     "on)\\b|\\bcontact\\ (?:the|him|her|them)\\b|\\bsend\\ (?:tips|us)\\b",
     "reache contac follow send"},
    {"^\\W?(?:corrections?|clarification|editor.?s.?\\ note|notes?\\ to\\ editors?|note|update)\\b|\\bthis\\ "
     "(?:story|article|report|post|piece|page|content)"
     "\\ (?:was|has|is|originally|first|may)\\b|\\boriginally\\ (?:published|appeared)",
     "correc clarif editor note notes update this origin"},
    {"^for\\ (?:immediate\\ )?release\\b|^(?:media|press)\\ "
     "(?:contact|release|office|enquir|inquir)|^contacts?:|^source:|^sources?\\b",
     "^for media press contac source"},
    /* Shapes */
    {"^[\\W\\d]++$", NULL},
    {"^(?:\\#++|-?\\ ?30\\ ?-?|ends?|-\\ ?ends?\\ ?-|\\*(?:\\ ?\\*)++|_{2,}+|-{2,}+)$",
     "^# - 30 end ends * _"},
    {"\\b[\\w.+-]{1,64}+@[\\w-]++\\.\\w{2,}", "@"},
    {"\\bhttps?:|\\bwww\\.|\\b[\\w-]{2,40}+\\.(?:com|org|net|co|gov|edu|io|tv)\\b",
     "http https www com org net co gov edu io tv"},
    {"(?:^|\\s)[@\\#]\\w", "@ #"},
    {"[$£€]\\ ?\\d", "$ £ €"},
    {"^(?:\\d{1,2}[.)]|[•·*▪–—-])\\s", "^0 • · * ▪ – — -"},
    {"[|»›→▶]|\\s/\\s", "| / » › → ▶"},
    {"\\b(?:said|says|told|according\\ to|added|announced|tweeted|wrote|insisted|claimed|warned)\\b",
     "said says told accord added announ tweete wrote insist claime warned"},
    {"\\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?,?\\ (?:\\d{1,2},\\ "
     ")?(?:19|20)\\d\\d\\b",
     "0"},
    {"^(?:(?:mr|mrs|ms|dr|he|she|it|they|we|i|but|and|the|in|on|at|for|after|meanwhile|however|asked)\\b)",
     "^mr mrs ms dr he she it they we i but and the in on at for after meanwh howeve asked"},
};

enum { COUNT = sizeof TABLE / sizeof *TABLE };
_Static_assert(COUNT <= 64, "one bit a pattern");

enum { SIGN_LETTERS = 6, SLOTS = 1 << 10, SLOT_BITS = 10, BYTES = 1 << 8 };

typedef struct {           /* which patterns may match where there is ... */
  uint64_t by_byte[BYTES]; /* this byte, */
  uint64_t by_word[SLOTS]; /* a word that begins so; open addressing by word_start(), linear probing */
  uint64_t words[SLOTS];   /* 0: free */
} sign_table;

struct block_patterns {
  pcre2_code *code[COUNT];
  pcre2_match_context *limits;
  uint64_t always; /* tried */
  sign_table anywhere, first;
};

struct block_matcher {
  const block_patterns *patterns;
  pcre2_match_data *scratch;
};

/* Fails for want of memory alone: the table is fixed, and the tests compile it. */
static bool compile(block_patterns *p) {
  p->limits = pcre2_match_context_create(NULL);
  if (!p->limits) return false;
  pcre2_set_match_limit(p->limits, STEPS);
  for (int32_t i = 0; i < COUNT; i++) {
    int problem;
    size_t where;
    p->code[i] = pcre2_compile((PCRE2_SPTR)TABLE[i].pattern, PCRE2_ZERO_TERMINATED,
                               PCRE2_UTF | PCRE2_CASELESS | PCRE2_EXTENDED, &problem, &where, NULL);
    if (!p->code[i]) return false;
    (void)pcre2_jit_compile(p->code[i], PCRE2_JIT_COMPLETE); /* without it, matching is only slower */
  }
  return true;
}

/* ---- Which patterns to try ------------------------------------------------------------------- */

static bool word_byte(uint8_t c) { return (uint8_t)((c | 0x20) - 'a') < 26 || (uint8_t)(c - '0') < 10; }

/* The first letters and digits of the word at `at`, in lower case. */
static uint64_t word_start(const char *at, const char *end) {
  uint64_t start = 0;
  for (int32_t i = 0; i < SIGN_LETTERS && at < end && word_byte((uint8_t)*at); i++)
    start = start << 8 | (uint8_t)(*at++ | 0x20);
  return start;
}

static uint32_t slot_of(const sign_table *t, uint64_t start) {
  uint32_t slot = (uint32_t)(start * 0x9E3779B97F4A7C15u >> (64 - SLOT_BITS)); /* 2^64 / golden ratio */
  while (t->words[slot] && t->words[slot] != start) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

static void add_word(sign_table *t, str sign, uint64_t pattern) {
  uint64_t start = word_start(sign.at, sign.at + sign.length);
  uint32_t slot = slot_of(t, start);
  t->words[slot] = start;
  t->by_word[slot] |= pattern;
}

/* Of a character beyond ASCII, the last byte tells most. */
static void add_sign(sign_table *t, str sign, uint64_t pattern) {
  uint8_t first = (uint8_t)*sign.at, last = (uint8_t)sign.at[sign.length - 1];
  if (first == '0')
    for (int32_t digit = '0'; digit <= '9'; digit++) t->by_byte[digit] |= pattern;
  else if (word_byte(first)) add_word(t, sign, pattern);
  else t->by_byte[last] |= pattern;
}

static void add_signs(sign_table *t, const char *signs, uint64_t pattern) {
  while (*signs) {
    int32_t length = (int32_t)strcspn(signs, " ");
    add_sign(t, (str){signs, length}, pattern);
    signs += length + (signs[length] == ' ');
  }
}

/* Caseless, s and k are also U+017F and U+212A: where bytes of these are, all is tried. */
static void find_signs(block_patterns *p) {
  for (int32_t i = 0; i < COUNT; i++) {
    const char *signs = TABLE[i].signs;
    uint64_t pattern = (uint64_t)1 << i;
    if (!signs) p->always |= pattern;
    else if (*signs == '^') add_signs(&p->first, signs + 1, pattern);
    else add_signs(&p->anywhere, signs, pattern);
  }
  p->anywhere.by_byte[0xC5] = p->anywhere.by_byte[0x84] = UINT64_MAX;
}

static uint64_t signs_first(const sign_table *t, str s) {
  uint64_t found = 0;
  const char *at = s.at, *end = s.at + s.length;
  while (at < end && !word_byte((uint8_t)*at)) found |= t->by_byte[(uint8_t)*at++];
  if (at < end) found |= t->by_byte[(uint8_t)*at] | t->by_word[slot_of(t, word_start(at, end))];
  return found;
}

static uint64_t signs_anywhere(const sign_table *t, str s) {
  uint64_t found = 0;
  bool inside = false;
  for (const char *at = s.at, *end = s.at + s.length; at < end; at++) {
    bool word = word_byte((uint8_t)*at);
    found |= t->by_byte[(uint8_t)*at];
    if (word && !inside) found |= t->by_word[slot_of(t, word_start(at, end))];
    inside = word;
  }
  return found;
}

/* ---- Opening and matching -------------------------------------------------------------------- */

inq_code block_patterns_open(arena *a, block_patterns **out, inq_err *err) {
  block_patterns *p = arena_new(a, block_patterns);
  *out = p;
  find_signs(p);
  if (compile(p)) return INQ_OK;
  block_patterns_close(p);
  *out = NULL;
  return err_set(err, INQ_E_MEMORY, "blocks", -1, "no memory for the patterns of blocks");
}

void block_patterns_close(block_patterns *p) {
  if (!p) return;
  for (int32_t i = 0; i < COUNT; i++) pcre2_code_free(p->code[i]);
  pcre2_match_context_free(p->limits);
  *p = (block_patterns){0};
}

/* PCRE2 takes the reader's memory and gives nothing back: it all goes with the arena. */
static void *take(size_t bytes, void *scratch) { return arena_alloc(scratch, bytes); }
static void leave(void *memory, void *scratch) { (void)memory, (void)scratch; }

block_matcher *block_matcher_new(const block_patterns *p, arena *a) {
  block_matcher *m = arena_new(a, block_matcher);
  m->patterns = p;
  m->scratch = pcre2_match_data_create(1, pcre2_general_context_create(take, leave, a));
  return m;
}

static bool matches(block_matcher *m, int32_t pattern, str s) {
  return pcre2_match(m->patterns->code[pattern], (PCRE2_SPTR)s.at, (size_t)s.length, 0, PCRE2_NO_UTF_CHECK,
                     m->scratch, m->patterns->limits) >= 0;
}

static str beginning(str paragraph) {
  if (paragraph.length <= LOOK) return paragraph;
  int32_t length = LOOK;
  while ((paragraph.at[length] & 0xC0) == 0x80) length--; /* keep the last character whole */
  return (str){paragraph.at, length};
}

uint64_t block_matches(block_matcher *m, str paragraph) {
  str s = beginning(paragraph);
  const block_patterns *p = m->patterns;
  uint64_t tried = p->always | signs_first(&p->first, s) | signs_anywhere(&p->anywhere, s), found = 0;
  for (int32_t i = 0; i < COUNT; i++)
    if (tried >> i & 1) found |= (uint64_t)matches(m, i, s) << i;
  return found;
}

uint64_t block_matches_all(block_matcher *m, str paragraph) {
  uint64_t found = 0;
  for (int32_t i = 0; i < COUNT; i++) found |= (uint64_t)matches(m, i, beginning(paragraph)) << i;
  return found;
}

const char *block_pattern(int32_t i) { return i >= 0 && i < COUNT ? TABLE[i].pattern : NULL; }
