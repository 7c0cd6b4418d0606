/* The article of an HTML page: its text, with paragraphs that are known already.  in/ makes it. */
#ifndef DOC_PAGE_H
#define DOC_PAGE_H

#include "doc/block_cut.h"
#include "doc/origin.h"

struct inq_page {
  arena arena; /* holds all that follows */
  text text;   /* a NUL behind it */
  paragraphs paragraphs;
  origin origin;
  const char *meta; /* a JSON object */
};

#endif
