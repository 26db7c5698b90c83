/* dialogue.h: a test case in one file: settings, what each server plays, what must come of
 * it. tests/dialogues/README says how to write one. */
#pragma once
#include "play-dns.h"
#include "play-server.h"
#include "probe/examine.h"

G_BEGIN_DECLS

enum { DIALOGUE_MAX_SERVERS = 4 };

typedef struct {
  char *path;
  DoctorFacts *settings;
  DoctorExamineOptions options;
  char *passwords[3]; /* by DoctorScope */
  char *accepted;     /* certificate that the person accepted, or NULL */
  GString *provider;  /* text of a provider file for the servers, may be empty */
  guint n_provider_servers;
  PlayServer *servers[DIALOGUE_MAX_SERVERS];
  guint n_servers;
  PlayDns *dns;            /* NULL: no name server is asked */
  GPtrArray *expectations; /* lines */
} Dialogue;

/* Stops the test with file and line when the file is wrong. */
Dialogue *dialogue_load (const char *path);
void dialogue_free (Dialogue *dialogue);

G_END_DECLS
