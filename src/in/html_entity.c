#include "in/html_entity.h"

#include "base/utf8.h"
#include "in/charset.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  char name[24];
  int32_t code;
} entity;

/* clang-format off */
/* Those that pages may write without a semicolon, and then those of HTML 4 and the letters, punctuation and signs
 * of https://html.spec.whatwg.org/entities.json; what it has of mathematics and of script capitals is left out.
 * Both in the order of their bytes. */
static const entity OLD[] = {
    {"AElig", 0xC6}, {"AMP", 0x26}, {"Aacute", 0xC1}, {"Acirc", 0xC2}, {"Agrave", 0xC0}, {"Aring", 0xC5},
    {"Atilde", 0xC3}, {"Auml", 0xC4}, {"COPY", 0xA9}, {"Ccedil", 0xC7}, {"ETH", 0xD0}, {"Eacute", 0xC9},
    {"Ecirc", 0xCA}, {"Egrave", 0xC8}, {"Euml", 0xCB}, {"GT", 0x3E}, {"Iacute", 0xCD}, {"Icirc", 0xCE},
    {"Igrave", 0xCC}, {"Iuml", 0xCF}, {"LT", 0x3C}, {"Ntilde", 0xD1}, {"Oacute", 0xD3}, {"Ocirc", 0xD4},
    {"Ograve", 0xD2}, {"Oslash", 0xD8}, {"Otilde", 0xD5}, {"Ouml", 0xD6}, {"QUOT", 0x22}, {"REG", 0xAE},
    {"THORN", 0xDE}, {"Uacute", 0xDA}, {"Ucirc", 0xDB}, {"Ugrave", 0xD9}, {"Uuml", 0xDC}, {"Yacute", 0xDD},
    {"aacute", 0xE1}, {"acirc", 0xE2}, {"acute", 0xB4}, {"aelig", 0xE6}, {"agrave", 0xE0}, {"amp", 0x26},
    {"aring", 0xE5}, {"atilde", 0xE3}, {"auml", 0xE4}, {"brvbar", 0xA6}, {"ccedil", 0xE7}, {"cedil", 0xB8},
    {"cent", 0xA2}, {"copy", 0xA9}, {"curren", 0xA4}, {"deg", 0xB0}, {"divide", 0xF7}, {"eacute", 0xE9},
    {"ecirc", 0xEA}, {"egrave", 0xE8}, {"eth", 0xF0}, {"euml", 0xEB}, {"frac12", 0xBD}, {"frac14", 0xBC},
    {"frac34", 0xBE}, {"gt", 0x3E}, {"iacute", 0xED}, {"icirc", 0xEE}, {"iexcl", 0xA1}, {"igrave", 0xEC},
    {"iquest", 0xBF}, {"iuml", 0xEF}, {"laquo", 0xAB}, {"lt", 0x3C}, {"macr", 0xAF}, {"micro", 0xB5},
    {"middot", 0xB7}, {"nbsp", 0xA0}, {"not", 0xAC}, {"ntilde", 0xF1}, {"oacute", 0xF3}, {"ocirc", 0xF4},
    {"ograve", 0xF2}, {"ordf", 0xAA}, {"ordm", 0xBA}, {"oslash", 0xF8}, {"otilde", 0xF5}, {"ouml", 0xF6},
    {"para", 0xB6}, {"plusmn", 0xB1}, {"pound", 0xA3}, {"quot", 0x22}, {"raquo", 0xBB}, {"reg", 0xAE},
    {"sect", 0xA7}, {"shy", 0xAD}, {"sup1", 0xB9}, {"sup2", 0xB2}, {"sup3", 0xB3}, {"szlig", 0xDF},
    {"thorn", 0xFE}, {"times", 0xD7}, {"uacute", 0xFA}, {"ucirc", 0xFB}, {"ugrave", 0xF9}, {"uml", 0xA8},
    {"uuml", 0xFC}, {"yacute", 0xFD}, {"yen", 0xA5}, {"yuml", 0xFF},
};

static const entity NEW[] = {
    {"Abreve", 0x102}, {"Acy", 0x410}, {"Alpha", 0x391}, {"Amacr", 0x100}, {"Aogon", 0x104}, {"Bcy", 0x411},
    {"Beta", 0x392}, {"CHcy", 0x427}, {"Cacute", 0x106}, {"Ccaron", 0x10C}, {"Ccirc", 0x108}, {"Cdot", 0x10A},
    {"Cedilla", 0xB8}, {"CenterDot", 0xB7}, {"Chi", 0x3A7}, {"CloseCurlyDoubleQuote", 0x201D},
    {"CloseCurlyQuote", 0x2019}, {"DJcy", 0x402}, {"DScy", 0x405}, {"DZcy", 0x40F}, {"Dagger", 0x2021},
    {"Dcaron", 0x10E}, {"Dcy", 0x414}, {"Delta", 0x394}, {"DiacriticalAcute", 0xB4},
    {"DiacriticalGrave", 0x60}, {"Dot", 0xA8}, {"DotDot", 0x20DC}, {"DoubleDot", 0xA8}, {"Dstrok", 0x110},
    {"ENG", 0x14A}, {"Ecaron", 0x11A}, {"Ecy", 0x42D}, {"Edot", 0x116}, {"Emacr", 0x112}, {"Eogon", 0x118},
    {"Epsilon", 0x395}, {"Eta", 0x397}, {"Fcy", 0x424}, {"GJcy", 0x403}, {"Gamma", 0x393}, {"Gammad", 0x3DC},
    {"Gbreve", 0x11E}, {"Gcedil", 0x122}, {"Gcirc", 0x11C}, {"Gcy", 0x413}, {"Gdot", 0x120},
    {"HARDcy", 0x42A}, {"Hat", 0x5E}, {"Hcirc", 0x124}, {"Hstrok", 0x126}, {"IEcy", 0x415}, {"IJlig", 0x132},
    {"IOcy", 0x401}, {"Icy", 0x418}, {"Idot", 0x130}, {"Imacr", 0x12A}, {"Iogon", 0x12E}, {"Iota", 0x399},
    {"Itilde", 0x128}, {"Iukcy", 0x406}, {"Jcirc", 0x134}, {"Jcy", 0x419}, {"Jsercy", 0x408},
    {"Jukcy", 0x404}, {"KHcy", 0x425}, {"KJcy", 0x40C}, {"Kappa", 0x39A}, {"Kcedil", 0x136}, {"Kcy", 0x41A},
    {"LJcy", 0x409}, {"Lacute", 0x139}, {"Lambda", 0x39B}, {"Lcaron", 0x13D}, {"Lcedil", 0x13B},
    {"Lcy", 0x41B}, {"Lmidot", 0x13F}, {"Lstrok", 0x141}, {"Mcy", 0x41C}, {"MediumSpace", 0x205F},
    {"Mu", 0x39C}, {"NJcy", 0x40A}, {"Nacute", 0x143}, {"Ncaron", 0x147}, {"Ncedil", 0x145}, {"Ncy", 0x41D},
    {"NewLine", 0xA}, {"NoBreak", 0x2060}, {"NonBreakingSpace", 0xA0}, {"Nu", 0x39D}, {"OElig", 0x152},
    {"Ocy", 0x41E}, {"Odblac", 0x150}, {"Omacr", 0x14C}, {"Omega", 0x3A9}, {"Omicron", 0x39F},
    {"OpenCurlyDoubleQuote", 0x201C}, {"OpenCurlyQuote", 0x2018}, {"OverBar", 0x203E}, {"Pcy", 0x41F},
    {"Phi", 0x3A6}, {"Pi", 0x3A0}, {"PlusMinus", 0xB1}, {"Popf", 0x2119}, {"Prime", 0x2033}, {"Psi", 0x3A8},
    {"Qopf", 0x211A}, {"Racute", 0x154}, {"Rcaron", 0x158}, {"Rcedil", 0x156}, {"Rcy", 0x420}, {"Re", 0x211C},
    {"Rfr", 0x211C}, {"Rho", 0x3A1}, {"Ropf", 0x211D}, {"Rscr", 0x211B}, {"SHCHcy", 0x429}, {"SHcy", 0x428},
    {"SOFTcy", 0x42C}, {"Sacute", 0x15A}, {"Scaron", 0x160}, {"Scedil", 0x15E}, {"Scirc", 0x15C},
    {"Scy", 0x421}, {"Sigma", 0x3A3}, {"TRADE", 0x2122}, {"TSHcy", 0x40B}, {"TScy", 0x426}, {"Tab", 0x9},
    {"Tau", 0x3A4}, {"Tcaron", 0x164}, {"Tcedil", 0x162}, {"Tcy", 0x422}, {"Theta", 0x398},
    {"ThinSpace", 0x2009}, {"TripleDot", 0x20DB}, {"Tstrok", 0x166}, {"Ubrcy", 0x40E}, {"Ubreve", 0x16C},
    {"Ucy", 0x423}, {"Udblac", 0x170}, {"Umacr", 0x16A}, {"UnderBar", 0x5F}, {"Uogon", 0x172},
    {"Upsi", 0x3D2}, {"Upsilon", 0x3A5}, {"Uring", 0x16E}, {"Utilde", 0x168}, {"Vcy", 0x412},
    {"Verbar", 0x2016}, {"Vert", 0x2016}, {"VerticalLine", 0x7C}, {"VeryThinSpace", 0x200A}, {"Wcirc", 0x174},
    {"Xi", 0x39E}, {"YAcy", 0x42F}, {"YIcy", 0x407}, {"YUcy", 0x42E}, {"Ycirc", 0x176}, {"Ycy", 0x42B},
    {"Yuml", 0x178}, {"ZHcy", 0x416}, {"Zacute", 0x179}, {"Zcaron", 0x17D}, {"Zcy", 0x417}, {"Zdot", 0x17B},
    {"ZeroWidthSpace", 0x200B}, {"Zeta", 0x396}, {"abreve", 0x103}, {"acy", 0x430}, {"alefsym", 0x2135},
    {"alpha", 0x3B1}, {"amacr", 0x101}, {"and", 0x2227}, {"ang", 0x2220}, {"angst", 0xC5}, {"aogon", 0x105},
    {"apos", 0x27}, {"ast", 0x2A}, {"asymp", 0x2248}, {"backepsilon", 0x3F6}, {"backprime", 0x2035},
    {"bcy", 0x431}, {"bdquo", 0x201E}, {"bepsi", 0x3F6}, {"beta", 0x3B2}, {"bigstar", 0x2605},
    {"bprime", 0x2035}, {"bsemi", 0x204F}, {"bsol", 0x5C}, {"bull", 0x2022}, {"bullet", 0x2022},
    {"cacute", 0x107}, {"cap", 0x2229}, {"caret", 0x2041}, {"ccaron", 0x10D}, {"ccirc", 0x109},
    {"cdot", 0x10B}, {"centerdot", 0xB7}, {"chcy", 0x447}, {"check", 0x2713}, {"chi", 0x3C7}, {"circ", 0x2C6},
    {"circledR", 0xAE}, {"clubs", 0x2663}, {"colon", 0x3A}, {"comma", 0x2C}, {"commat", 0x40},
    {"cong", 0x2245}, {"copysr", 0x2117}, {"crarr", 0x21B5}, {"cross", 0x2717}, {"cup", 0x222A},
    {"dArr", 0x21D3}, {"dagger", 0x2020}, {"darr", 0x2193}, {"dash", 0x2010}, {"dcaron", 0x10F},
    {"dcy", 0x434}, {"ddagger", 0x2021}, {"delta", 0x3B4}, {"diams", 0x2666}, {"die", 0xA8},
    {"digamma", 0x3DD}, {"div", 0xF7}, {"djcy", 0x452}, {"dollar", 0x24}, {"dscy", 0x455}, {"dstrok", 0x111},
    {"dzcy", 0x45F}, {"ecaron", 0x11B}, {"ecy", 0x44D}, {"edot", 0x117}, {"emacr", 0x113}, {"empty", 0x2205},
    {"emsp", 0x2003}, {"emsp13", 0x2004}, {"emsp14", 0x2005}, {"eng", 0x14B}, {"ensp", 0x2002},
    {"eogon", 0x119}, {"epsi", 0x3B5}, {"epsilon", 0x3B5}, {"epsiv", 0x3F5}, {"equals", 0x3D},
    {"equiv", 0x2261}, {"eta", 0x3B7}, {"euro", 0x20AC}, {"excl", 0x21}, {"exist", 0x2203}, {"fcy", 0x444},
    {"female", 0x2640}, {"fflig", 0xFB00}, {"filig", 0xFB01}, {"fllig", 0xFB02}, {"fnof", 0x192},
    {"forall", 0x2200}, {"frac13", 0x2153}, {"frac15", 0x2155}, {"frac16", 0x2159}, {"frac18", 0x215B},
    {"frac23", 0x2154}, {"frac25", 0x2156}, {"frac35", 0x2157}, {"frac38", 0x215C}, {"frac45", 0x2158},
    {"frac56", 0x215A}, {"frac58", 0x215D}, {"frac78", 0x215E}, {"frasl", 0x2044}, {"gacute", 0x1F5},
    {"gamma", 0x3B3}, {"gammad", 0x3DD}, {"gbreve", 0x11F}, {"gcirc", 0x11D}, {"gcy", 0x433}, {"gdot", 0x121},
    {"ge", 0x2265}, {"gjcy", 0x453}, {"grave", 0x60}, {"hArr", 0x21D4}, {"hairsp", 0x200A}, {"half", 0xBD},
    {"hardcy", 0x44A}, {"harr", 0x2194}, {"hcirc", 0x125}, {"hearts", 0x2665}, {"hellip", 0x2026},
    {"horbar", 0x2015}, {"hstrok", 0x127}, {"hybull", 0x2043}, {"hyphen", 0x2010}, {"icy", 0x438},
    {"iecy", 0x435}, {"ijlig", 0x133}, {"imacr", 0x12B}, {"imped", 0x1B5}, {"infin", 0x221E}, {"int", 0x222B},
    {"iocy", 0x451}, {"iogon", 0x12F}, {"iota", 0x3B9}, {"isin", 0x2208}, {"itilde", 0x129}, {"iukcy", 0x456},
    {"jcirc", 0x135}, {"jcy", 0x439}, {"jsercy", 0x458}, {"jukcy", 0x454}, {"kappa", 0x3BA},
    {"kappav", 0x3F0}, {"kcedil", 0x137}, {"kcy", 0x43A}, {"kgreen", 0x138}, {"khcy", 0x445}, {"kjcy", 0x45C},
    {"lArr", 0x21D0}, {"lacute", 0x13A}, {"lambda", 0x3BB}, {"lang", 0x27E8}, {"larr", 0x2190},
    {"lbrace", 0x7B}, {"lbrack", 0x5B}, {"lcaron", 0x13E}, {"lcedil", 0x13C}, {"lceil", 0x2308},
    {"lcub", 0x7B}, {"lcy", 0x43B}, {"ldquo", 0x201C}, {"ldquor", 0x201E}, {"le", 0x2264},
    {"leftarrow", 0x2190}, {"lfloor", 0x230A}, {"ljcy", 0x459}, {"lmidot", 0x140}, {"lowast", 0x2217},
    {"lowbar", 0x5F}, {"loz", 0x25CA}, {"lpar", 0x28}, {"lrm", 0x200E}, {"lsaquo", 0x2039}, {"lsqb", 0x5B},
    {"lsquo", 0x2018}, {"lsquor", 0x201A}, {"lstrok", 0x142}, {"male", 0x2642}, {"mcy", 0x43C},
    {"mdash", 0x2014}, {"midast", 0x2A}, {"minus", 0x2212}, {"mldr", 0x2026}, {"mu", 0x3BC},
    {"nabla", 0x2207}, {"nacute", 0x144}, {"napos", 0x149}, {"ncaron", 0x148}, {"ncedil", 0x146},
    {"ncy", 0x43D}, {"ndash", 0x2013}, {"ne", 0x2260}, {"ni", 0x220B}, {"njcy", 0x45A}, {"nldr", 0x2025},
    {"notin", 0x2209}, {"nsub", 0x2284}, {"nu", 0x3BD}, {"num", 0x23}, {"numero", 0x2116}, {"numsp", 0x2007},
    {"ocy", 0x43E}, {"odblac", 0x151}, {"oelig", 0x153}, {"ohm", 0x3A9}, {"oline", 0x203E}, {"omacr", 0x14D},
    {"omega", 0x3C9}, {"omicron", 0x3BF}, {"oplus", 0x2295}, {"or", 0x2228}, {"otimes", 0x2297},
    {"part", 0x2202}, {"pcy", 0x43F}, {"percnt", 0x25}, {"period", 0x2E}, {"permil", 0x2030},
    {"perp", 0x22A5}, {"pertenk", 0x2031}, {"phi", 0x3C6}, {"phiv", 0x3D5}, {"phone", 0x260E}, {"pi", 0x3C0},
    {"piv", 0x3D6}, {"plus", 0x2B}, {"pm", 0xB1}, {"prime", 0x2032}, {"primes", 0x2119}, {"prod", 0x220F},
    {"prop", 0x221D}, {"psi", 0x3C8}, {"puncsp", 0x2008}, {"qprime", 0x2057}, {"quest", 0x3F},
    {"rArr", 0x21D2}, {"racute", 0x155}, {"radic", 0x221A}, {"rang", 0x27E9}, {"rarr", 0x2192},
    {"rationals", 0x211A}, {"rbrace", 0x7D}, {"rbrack", 0x5D}, {"rcaron", 0x159}, {"rcedil", 0x157},
    {"rceil", 0x2309}, {"rcub", 0x7D}, {"rcy", 0x440}, {"rdquo", 0x201D}, {"rdquor", 0x201D},
    {"realine", 0x211B}, {"realpart", 0x211C}, {"reals", 0x211D}, {"rfloor", 0x230B}, {"rho", 0x3C1},
    {"rhov", 0x3F1}, {"rightarrow", 0x2192}, {"rlm", 0x200F}, {"rpar", 0x29}, {"rsaquo", 0x203A},
    {"rsqb", 0x5D}, {"rsquo", 0x2019}, {"rsquor", 0x2019}, {"rx", 0x211E}, {"sacute", 0x15B},
    {"sbquo", 0x201A}, {"scaron", 0x161}, {"scedil", 0x15F}, {"scirc", 0x15D}, {"scy", 0x441},
    {"sdot", 0x22C5}, {"semi", 0x3B}, {"shchcy", 0x449}, {"shcy", 0x448}, {"sigma", 0x3C3}, {"sigmaf", 0x3C2},
    {"sigmav", 0x3C2}, {"sim", 0x223C}, {"softcy", 0x44C}, {"sol", 0x2F}, {"spades", 0x2660},
    {"star", 0x2606}, {"starf", 0x2605}, {"straightepsilon", 0x3F5}, {"straightphi", 0x3D5}, {"strns", 0xAF},
    {"sub", 0x2282}, {"sube", 0x2286}, {"sum", 0x2211}, {"sup", 0x2283}, {"supe", 0x2287}, {"tau", 0x3C4},
    {"tcaron", 0x165}, {"tcedil", 0x163}, {"tcy", 0x442}, {"tdot", 0x20DB}, {"there4", 0x2234},
    {"theta", 0x3B8}, {"thetasym", 0x3D1}, {"thetav", 0x3D1}, {"thinsp", 0x2009}, {"tilde", 0x2DC},
    {"tprime", 0x2034}, {"trade", 0x2122}, {"tscy", 0x446}, {"tshcy", 0x45B}, {"tstrok", 0x167},
    {"uArr", 0x21D1}, {"uarr", 0x2191}, {"ubrcy", 0x45E}, {"ubreve", 0x16D}, {"ucy", 0x443},
    {"udblac", 0x171}, {"umacr", 0x16B}, {"uogon", 0x173}, {"upsi", 0x3C5}, {"upsih", 0x3D2},
    {"upsilon", 0x3C5}, {"uring", 0x16F}, {"utilde", 0x169}, {"varepsilon", 0x3F5}, {"varkappa", 0x3F0},
    {"varphi", 0x3D5}, {"varpi", 0x3D6}, {"varrho", 0x3F1}, {"varsigma", 0x3C2}, {"vartheta", 0x3D1},
    {"vcy", 0x432}, {"verbar", 0x7C}, {"vert", 0x7C}, {"wcirc", 0x175}, {"weierp", 0x2118}, {"wp", 0x2118},
    {"xi", 0x3BE}, {"yacy", 0x44F}, {"ycirc", 0x177}, {"ycy", 0x44B}, {"yicy", 0x457}, {"yucy", 0x44E},
    {"zacute", 0x17A}, {"zcaron", 0x17E}, {"zcy", 0x437}, {"zdot", 0x17C}, {"zeta", 0x3B6}, {"zhcy", 0x436},
    {"zwj", 0x200D}, {"zwnj", 0x200C},
};
/* clang-format on */

enum { OLD_COUNT = sizeof OLD / sizeof *OLD, NEW_COUNT = sizeof NEW / sizeof *NEW, LONGEST = 23 };

typedef struct {
  const char *at;
  int32_t length;
} key;

static int compare(const void *wanted, const void *found) {
  const key *k = wanted;
  const entity *e = found;
  int order = strncmp(k->at, e->name, (size_t)k->length);
  return order ? order : -(e->name[k->length] != '\0');
}

static int32_t look_up(const entity *table, size_t count, const char *at, int32_t length) {
  const key k = {at, length};
  const entity *found = length <= LONGEST ? bsearch(&k, table, count, sizeof *table, compare) : NULL;
  return found ? found->code : -1;
}

static bool is_alnum(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

static int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

/* What pages call a number of Unicode may be one of windows-1252. */
static int32_t meant(int32_t code) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return 0xFFFD;
  return code >= 0x80 && code <= 0x9F ? charset_windows_1252((uint8_t)code) : code;
}

/* at: behind "&#". */
static int32_t number(const char *at, const char *end, int32_t *used) {
  const char *begin = at;
  int base = at < end && (*at | 0x20) == 'x' ? 16 : 10;
  if (base == 16) at++;
  int32_t code = 0;
  const char *digits = at;
  for (; at < end && digit_of(*at) < base; at++)
    if (code <= 0x10FFFF) code = code * base + digit_of(*at);
  if (at == digits) return -1;
  if (at < end && *at == ';') at++;
  *used = 2 + (int32_t)(at - begin);
  return meant(code);
}

/* at: behind "&". */
static int32_t name(const char *at, const char *end, bool attribute, int32_t *used) {
  int32_t length = 0, code = -1;
  while (length <= LONGEST && at + length < end && is_alnum(at[length])) length++;
  if (at + length < end && at[length] == ';') {
    *used = length + 2;
    code = look_up(OLD, OLD_COUNT, at, length);
    if (code < 0) code = look_up(NEW, NEW_COUNT, at, length);
  }
  for (int32_t part = length < 6 ? length : 6; code < 0 && part >= 2; part--) {
    code = look_up(OLD, OLD_COUNT, at, part);
    *used = part + 1;
    bool goes_on = at + part < end && (at[part] == '=' || is_alnum(at[part]));
    if (code >= 0 && attribute && goes_on) return -1; /* "?a=1&copy=2" is an address */
  }
  return code;
}

int32_t html_reference(const char *at, const char *end, bool attribute, char to[4], int32_t *used) {
  if (end - at < 2) return 0;
  int32_t code = at[1] == '#' ? number(at + 2, end, used) : name(at + 1, end, attribute, used);
  return code < 0 ? 0 : utf8_write(code, to);
}
