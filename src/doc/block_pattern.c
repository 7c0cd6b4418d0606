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

static const char *const TABLE[] = {
    /* A verb that makes a sentence; whom the paragraph speaks to */
    "\\b(?:is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|says?"
    "|said|told|made|"
    "makes?|went|goes|came|comes?|gave|took|takes?|got|gets?|wants?|thinks?|knows?|knew|saw|left|found|put|"
    "let|kept|won|lost|"
    "n.t|.s\\ (?:not|been|going)|(?!(?:red|need|hundred|united|speed)\\b)\\p{L}{2,20}+(?<=ed))\\b",
    "\\b(?:you|your|yours|our|us)\\b",
    /* Who wrote it, when and where */
    "^(?:by|from|words\\ by|written\\ by|posted\\ by|story\\ by|reported\\ by|published\\ by|analysis\\ "
    "by|author)\\b:?",
    "^by:?\\ (?-i:\\p{Lu}[\\p{L}'’.-]++\\ ?){1,4}(?:$|[,|])",
    "^(?-i:(?:\\p{Lu}[\\p{L}'’.-]*+\\ ?)){2,4}$", /* two to four capitalised words and no more */
    "\\b" TRADE "s?$",
    "\\b" AGENCY "\\)?$",
    "\\b" DATE "\\b",
    "^(?:" DAY ",?\\ )?" DATE "(?:\\W{1,4}" DAY ")?(?:[\\ ,|·-]{1,3}(?:at\\ )?[\\d:.]{1,5}.{0,14})?$",
    CLOCK,
    "\\b(?:\\d{1,2}|an?)\\ (?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month|year)s?\\ ago\\b",
    "^(?:\\W?(?:first\\ )?(?:published|updated|posted|created|modified|edited|last\\ "
    "(?:updated|modified|edited))|date)\\b",
    "\\b\\d{1,2}[\\ -]min(?:ute)?s?\\ (?:read|listen)\\b",
    "^(?-i:\\p{Lu}{3,}[\\p{L}.,/\\ '’]{0,40}?)(?:\\ ?\\([^()]{2,30}\\))?\\ ?(?:--?|[–—])(?:\\ |$)",
    "^(?-i:\\p{Lu}[\\p{L}.,/\\ '’]{2,40}?)\\ \\((?:" AGENCY "|[^()]{2,24})\\)\\ ?(?:--?|[–—])(?:\\ |$)",
    /* Invitations */
    "^(?:read|see)\\ (?:more|also|next|this|the|full|our|all|related)\\b|^also\\ (?:read|see)|^read:|^more:",
    "^(?:related|recommended|trending|featured|popular|most\\ "
    "(?:read|popular|viewed|shared|watched|recent)|top\\ (?:stories|news|"
    "picks)|latest|recent\\ (?:posts|stories|news|articles)|editor.?s.?\\ (?:picks?|choice)|up\\ next|in\\ "
    "this\\ (?:story|"
    "article|section)|what.?s\\ (?:next|hot)|also\\ in|elsewhere|around\\ the\\ web)\\b",
    "^more\\ (?:on|from|in|about|stories|news|to|like|articles|by|coverage)\\b|\\bmore\\ "
    "(?:news|stories|coverage|articles|"
    "headlines)\\b",
    "\\byou\\ (?:may|might)\\ (?:also\\ )?(?:like|be\\ interested|have\\ missed|enjoy)|\\bdon.?t\\ "
    "miss\\b|\\bin\\ case\\ you\\ missed",
    "^(?:continue|keep|start)\\ "
    "(?:reading|watching|scrolling)|^(?:load|show|view|browse|explore|discover|find\\ out|learn)\\b"
    "|^loading\\b|^(?:next|previous|prev|back|skip|jump|scroll|swipe|tap|click|open|close|expand|menu|search|"
    "home|print|save|"
    "play|pause|mute)\\b",
    "^(?:watch|listen|video|audio|podcast|gallery|photos?|pictures?|live|in\\ pictures|slideshow)\\b",
    "\\b(?:quiz|crossword|poll|survey|test\\ your|do\\ you\\ know|take\\ our|have\\ your\\ say|tell\\ "
    "us|vote|calculator)\\b",
    /* Sharing, subscribing, small print */
    "\\b(?:share|tweet|retweet|pin\\ it|copy\\ link|e-?mail\\ (?:this|to|article)|bookmark)\\b",
    "\\b(?:facebook|twitter|whatsapp|linkedin|pinterest|instagram|telegram|reddit|youtube|tiktok|threads|"
    "bluesky|messenger|"
    "mastodon|rss)\\b",
    "\\b(?:follow|like|join|find)\\ (?:us|me|him|her|them|@)|\\bget\\ (?:in\\ touch|the\\ "
    "app|our)\\b|\\bdownload\\b|\\bapps?\\b",
    "\\bsubscri(?:be|bers?|ption)|\\bsign(?:ed|ing)?[\\ -](?:up|in)\\b|\\bnewsletters?\\b|\\blog[\\ "
    "-]?(?:in|out)\\b|\\bregister\\b|"
    "\\binbox\\b|\\bmembership\\b|\\bfree\\ trial\\b|\\bmy\\ account\\b|\\bbreaking\\ news\\ "
    "alerts?\\b|\\bnotifications?\\b",
    "\\bdonat(?:e|ion)|\\b(?:support|fund)\\ (?:us|our|independent|quality|the)\\b|\\bour\\ "
    "(?:journalism|readers|supporters)\\b|"
    "\\bbecome\\ a\\b|\\bcontribute\\ (?:to|now)\\b",
    "©|\\(c\\)|\\bcopyright\\b|\\ball\\ rights\\ reserved|\\bmay\\ not\\ be\\ "
    "(?:published|reproduced|republished)|\\brepublish|\\blicen[cs]e[ds]?\\ "
    "(?:under|by)|\\btrade\\ ?marks?\\b",
    "\\bcookies?\\b|\\bprivacy\\b|\\bterms\\b|\\bconditions\\b|\\bdisclaimer\\b|\\baccessibility\\b|"
    "\\bconsent\\b|\\bad\\ ?choices\\b|"
    "\\bjavascript\\b|\\bbrowser\\b|\\bpolicy\\b$",
    "\\bcontact\\ us\\b|\\babout\\ (?:us|the\\ author)\\b|\\bcareers\\b|\\bhelp\\b|\\bsite\\ "
    "?map\\b|\\bfaqs?\\b|\\bfeedback\\b|\\badvertise\\b|"
    "\\bmasthead\\b|\\barchives?\\b|\\bback\\ to\\ top\\b",
    "^\\W?(?:advertis|sponsor|promot(?:ed|ion)|paid\\ (?:content|post)|partner\\ "
    "content|affiliate|ad$)|\\b(?:earn|receive)\\ (?:a\\ )?"
    "(?:small\\ )?commission",
    "\\bcomments?\\W?$|^\\d{1,5}\\ comments?|\\bleave\\ a\\ "
    "(?:reply|comment)|\\b(?:reply|replies)\\b$|^comments?\\b|\\bjoin\\ the\\ (?:conversation|"
    "discussion)",
    "^(?:categor(?:y|ies)|tags?|tagged|topics?|filed\\ under|posted\\ in|sections?|keywords|explore\\ "
    "more|share\\ this|subjects?)\\b",
    /* Pictures */
    "\\b(?:photo(?:graph(?:er)?)?s?|images?|pictures?|illustration|graphic|credits?|courtesy|file)\\b",
    "\\b(?:getty|shutterstock|alamy|epa|rex\\ features|istock|unsplash|wikimedia|flickr|afp|ap\\ photo|pa\\ "
    "wire|pa\\ media)\\b|\\breuters/|/reuters\\b",
    "^(?:image|photo|caption|media\\ caption|image\\ "
    "(?:caption|source|copyright)|file|picture|pictured|\\(?(?:above|below|left|right))\\b",
    "\\b(?:seen|pictured|shown|poses?|posing|photographed)\\ "
    "(?:here|in|at|on|with|during|for|before|after|outside)\\b|"
    "\\((?:left|right|centre|center|pictured|l|r|c|file)\\)|,\\ (?:left|right|centre|center),",
    "\\bhide\\ caption|\\btoggle\\ caption|\\benlarge\\b|\\bimage\\ caption\\b|\\bfile\\ "
    "(?:photo|picture|image)\\b|\\bscreen(?:shot|grab)\\b",
    /* Authors and corrections */
    "\\bis\\ (?:an?|the)\\ (?:[\\w-]++\\ ){0,6}" TRADE
    "\\b|\\bis\\ (?:an?|the)\\ (?:[\\w-]++\\ ){0,5}(?:fellow|professor|analyst)\\ (?:at|of|in|with)\\b",
    "\\bhas\\ (?:written|worked|reported|covered|been\\ covering)\\b|\\b(?:his|her|their)\\ "
    "(?:work|writing|latest\\ book)\\b|\\bcovers\\b|\\breports\\ on\\b",
    "\\bcontributed\\ (?:reporting|to\\ this)|^\\(?(?:additional\\ )?(?:reporting|writing|editing)\\ "
    "by\\b|\\bedited\\ by\\b",
    "\\bcan\\ be\\ (?:reached|contacted|followed)\\b|\\bfollow\\ (?:the\\ author|\\p{L}++\\ "
    "on)\\b|\\bcontact\\ (?:the|him|her|them)\\b|\\bsend\\ (?:tips|us)\\b",
    "^\\W?(?:corrections?|clarification|editor.?s.?\\ note|notes?\\ to\\ editors?|note|update)\\b|\\bthis\\ "
    "(?:story|article|report|post|piece|page|content)"
    "\\ (?:was|has|is|originally|first|may)\\b|\\boriginally\\ (?:published|appeared)",
    "^for\\ (?:immediate\\ )?release\\b|^(?:media|press)\\ "
    "(?:contact|release|office|enquir|inquir)|^contacts?:|^source:|^sources?\\b",
    /* Shapes */
    "^[\\W\\d]++$",
    "^(?:\\#++|-?\\ ?30\\ ?-?|ends?|-\\ ?ends?\\ ?-|\\*(?:\\ ?\\*)++|_{2,}+|-{2,}+)$",
    "\\b[\\w.+-]{1,64}+@[\\w-]++\\.\\w{2,}",
    "\\bhttps?:|\\bwww\\.|\\b[\\w-]{2,40}+\\.(?:com|org|net|co|gov|edu|io|tv)\\b",
    "(?:^|\\s)[@\\#]\\w",
    "[$£€]\\ ?\\d",
    "^(?:\\d{1,2}[.)]|[•·*▪–—-])\\s",
    "[|»›→▶]|\\s/\\s",
    "\\b(?:said|says|told|according\\ to|added|announced|tweeted|wrote|insisted|claimed|warned)\\b",
    "\\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?,?\\ (?:\\d{1,2},\\ "
    ")?(?:19|20)\\d\\d\\b",
    "^(?:(?:mr|mrs|ms|dr|he|she|it|they|we|i|but|and|the|in|on|at|for|after|meanwhile|however|asked)\\b)",
};

enum { COUNT = sizeof TABLE / sizeof *TABLE };
_Static_assert(COUNT <= 64, "one bit a pattern");

struct block_patterns {
  pcre2_code *code[COUNT];
  pcre2_match_context *limits;
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
    p->code[i] = pcre2_compile((PCRE2_SPTR)TABLE[i], PCRE2_ZERO_TERMINATED,
                               PCRE2_UTF | PCRE2_CASELESS | PCRE2_EXTENDED, &problem, &where, NULL);
    if (!p->code[i]) return false;
    (void)pcre2_jit_compile(p->code[i], PCRE2_JIT_COMPLETE); /* without it, matching is only slower */
  }
  return true;
}

inq_code block_patterns_open(arena *a, block_patterns **out, inq_err *err) {
  block_patterns *p = arena_new(a, block_patterns);
  *out = p;
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

uint64_t block_matches(block_matcher *m, str paragraph) {
  size_t length = (size_t)paragraph.length;
  if (length > LOOK) {
    length = LOOK;
    while ((paragraph.at[length] & 0xC0) == 0x80) length--; /* keep the last character whole */
  }
  uint64_t found = 0;
  for (int32_t i = 0; i < COUNT; i++) {
    int groups = pcre2_match(m->patterns->code[i], (PCRE2_SPTR)paragraph.at, length, 0, PCRE2_NO_UTF_CHECK,
                             m->scratch, m->patterns->limits);
    found |= (uint64_t)(groups >= 0) << i;
  }
  return found;
}
