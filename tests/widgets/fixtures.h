/* fixtures.h: moments of an account's case, as data. */
#pragma once
#include "plugin/case.h"

G_BEGIN_DECLS

typedef struct {
  DoctorScope scope;
  DoctorLinkState state;
  const char *name;
  const char *text;
  int ms;
} FixtureLink;

typedef struct {
  const char *name;
  DoctorCaseState state;
  const char *settings; /* facts as text; NULL: no facts yet */
  const char *incident;
  const char *probes;
  const char *trials;
  const char *verdict; /* NULL: that of the engine */
  const char *hint_title;
  const char *hint_reason;
  const char *undo; /* NULL: nothing to undo */
  const char *problem;
  const char *notice;
  gboolean proved;       /* the first change was verified */
  FixtureLink links[16]; /* ends with a NULL name; none: those that follow from the facts */
} Fixture;

extern const Fixture fixtures[];
extern const guint n_fixtures;

G_END_DECLS
