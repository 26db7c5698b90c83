/* pages.h: the documentation of one thing, by its name. */
#pragma once
#include "command/knowledge.h"
#include "command/page.h"

G_BEGIN_DECLS

/* Of the finding, provider, probe, fix or fact called @id, in this order; NULL when there is
 * none. */
DoctorPage *
doctor_pages_make (const DoctorKnowledge *knowledge, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
