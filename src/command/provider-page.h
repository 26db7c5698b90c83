/* provider-page.h: what a provider's file says besides its servers, as rows of a page. */
#pragma once
#include "command/page.h"
#include "core/provider.h"

G_BEGIN_DECLS

/* Password, user name, what to switch on, limits, links, notes, changes, doubts; in the current
 * language. */
void doctor_page_add_provider (DoctorPage *page, const DoctorProvider *provider);

G_END_DECLS
