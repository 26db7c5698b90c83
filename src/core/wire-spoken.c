#include "core/wire-parts.h"
#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

/* The words of this system, in the language in which it speaks now: a client hands them on. */
static const struct {
  const char *error;
  int code;              /* errno, or 0 */
  const char *libc_text; /* the resolver's, as glibc's catalogue has it */
} system_words[] = {
  { "dns-temporary", 0, "Temporary failure in name resolution" },
  { "not-found", 0, "Name or service not known" },
  { "not-found", 0, "No address associated with hostname" },
  { "refused", ECONNREFUSED, NULL },
  { "timeout", ETIMEDOUT, NULL },
  { "unreachable", ENETUNREACH, NULL },
  { "unreachable", EHOSTUNREACH, NULL },
  { "reset", ECONNRESET, NULL },
  { "reset", EPIPE, NULL },
};

/* The words of the system take longer to get than to find: kept while the language is the same. */
static struct {
  GMutex lock;
  char *locale;
  char *words[G_N_ELEMENTS (system_words)];
} spoken;

static void
refresh_spoken (const char *locale)
{
  if (g_strcmp0 (spoken.locale, locale) == 0)
    return;
  g_free (spoken.locale);
  spoken.locale = g_strdup (locale);
  for (guint i = 0; i < G_N_ELEMENTS (system_words); i++) {
    g_free (spoken.words[i]);
    spoken.words[i]
      = g_strdup (system_words[i].libc_text != NULL ? dgettext ("libc", system_words[i].libc_text)
                                                    : g_strerror (system_words[i].code));
  }
}

const char *
doctor_wire_lookup_spoken (const char *words)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&spoken.lock);
  refresh_spoken (setlocale (LC_MESSAGES, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (system_words); i++)
    if (strstr (words, spoken.words[i]) != NULL)
      return system_words[i].error;
  return NULL;
}
