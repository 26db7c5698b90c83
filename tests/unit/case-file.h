/* case-file.h: tests/cases/FINDING/NAME.case: facts, and what the engine must make of them.
 *
 *   # comment
 *   receive.tcp.result 'refused'             a fact in the one text form; its source is that
 *                                            of the dictionary's From=
 *   reply SCOPE PROTOCOL STAGE TEXT          a reply taken apart as `explain` does; \n stands
 *                                            for a new line; - for a protocol or stage unknown
 *   expect SCOPE ID CERTAINTY                the best finding shown of that scope
 *   expect-also SCOPE ID CERTAINTY           shown somewhere in that scope
 *   expect-not ID                            not shown in any scope
 *   expect-none                              nothing is shown
 *   expect-fix ID                            first fix of the best finding shown
 *   expect-state STATE                       of the account
 *
 * SCOPE is receive, send or account. */
#pragma once
#include "core/engine.h"

typedef struct _Case Case;

/* Reads the file; every fault of it, and every expectation that is not met when it is run, is
 * appended to @faults as "FILE:LINE: sentence". */
void case_run (const char *path, DoctorRuleset *set, GPtrArray *faults);
/* Whether the file expects @id to be found. */
gboolean case_expects (const char *path, const char *id);
