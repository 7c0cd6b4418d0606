/* Who said what in a file.  cc example.c $(pkg-config --cflags --libs inquit); ./a.out TEXT [MODEL] */
#include <inquit.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words) {
  static char text[1 << 20];
  FILE *file = count > 1 ? fopen(words[1], "rb") : NULL;
  size_t length = file ? fread(text, 1, sizeof text, file) : 0;
  inq_err err = {0};
  inq_model *model = NULL;
  inq_reader *reader = NULL;
  inq_doc *doc = NULL;
  inq_options options = {.until = count > 2 ? INQ_UNTIL_END : INQ_UNTIL_MARKS};

  if ((count > 2 && inq_model_open(words[2], &model, &err)) || inq_reader_new(model, &reader, &err) ||
      inq_read(reader, text, length, &options, &doc, &err)) {
    fprintf(stderr, "%s\n", err.message);
    return 1;
  }
  int32_t tokens, quotes;
  inq_tokens(doc, &tokens);
  const inq_quote *quote = inq_quotes(doc, &quotes);
  const inq_span *pieces = inq_pieces(doc, NULL);
  printf("%d tokens, %d quotations\n", tokens, quotes);
  for (int i = 0; i < quotes; i++) {
    inq_span first = pieces[quote[i].content], source = quote[i].source;
    printf("%.*s: %.*s\n", source.end - source.start, text + source.start, first.end - first.start,
           text + first.start);
  }
  inq_doc_free(doc);
  inq_reader_free(reader);
  inq_model_close(model);
  return 0;
}
