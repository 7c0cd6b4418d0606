/* A document made by hand, so that what writes documents is tested without a model. */
#ifndef FAKE_DOC_H
#define FAKE_DOC_H

#include "inquit.h"

/*   “We will not sell,” Amira\nHaddad said, “not now 😀.”     q1 direct, of e1 by name, in two pieces
 *   She said that talks had ended.                            q2 indirect, of e1 by pronoun
 *   A spokesman called it “nonsense”.                         q3 mixed, of nobody named
 */
const inq_doc *fake_doc(void);

const inq_doc *fake_doc_empty(void); /* no text at all */

#endif
