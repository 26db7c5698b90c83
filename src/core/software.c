#include "core/software.h"
#include <string.h>

/* Words in greetings and in the name of ID; letters of any case, whole words. The names that
 * an operator puts there stand in the host name, which is left out of the comparison. The
 * first row that fits decides. Sources: the programs' own documentation and default banners. */
static const struct {
  const char *word;
  const char *phrase;
  const char *protocol; /* NULL: any */
} names[] = {
  { "gmail", "Gimap", "imap" },
  { "gmail", "Gpop", "pop3" },
  { "gmail", "gsmtp", "smtp" },
  { "exchange", "Microsoft Exchange" },
  { "exchange", "Microsoft ESMTP MAIL Service", "smtp" },
  { "dovecot", "Dovecot" },
  { "cyrus", "Cyrus" },
  { "courier", "Courier" },
  { "courier", "Hello there.", "pop3" },
  { "uw-imap", "IMAP4rev1 200", "imap" },
  { "zimbra", "Zimbra" },
  { "postfix", "Postfix", "smtp" },
  { "exim", "Exim", "smtp" },
  { "sendmail", "Sendmail", "smtp" },
  { "opensmtpd", "OpenSMTPD", "smtp" },
  { "qmail", "qmail", "smtp" },
  { "haraka", "Haraka", "smtp" },
  { "stalwart", "Stalwart" },
  { "apache-james", "JAMES" },
  { "kerio", "Kerio" },
  { "mdaemon", "MDaemon" },
  { "hmailserver", "hMailServer" },
  { "domino", "Domino" },
  { "domino", "Lotus" },
  { "groupwise", "GroupWise" },
  { "mailenable", "MailEnable" },
  { "icewarp", "IceWarp" },
  { "smartermail", "SmarterMail" },
  { "axigen", "Axigen" },
  { "communigate", "CommuniGate" },
  { "archiveopteryx", "Archiveopteryx" },
  { "maddy", "maddy" },
  { "perdition", "perdition" },
  { "qpopper", "Qpopper", "pop3" },
  { "qpopper", "QPOP", "pop3" },
  { "proton-bridge", "ProtonMail" },
  { "proton-bridge", "gluon", "imap" },
  { "davmail", "DavMail" },
  { "coremail", "Coremail" },
  { "yandex", "Yandex" },
  { "zoho", "Zoho" },
  { "icloud", "iCloud" },
  { "yahoo", "Yahoo" },
  { "open-xchange", "Open-Xchange" },
  { "dbmail", "DBMail" },
  { "citadel", "Citadel" },
  { "greenmail", "GreenMail" },
};

/* Capabilities that only one program has. */
static const struct {
  const char *word;
  const char *capability;
} abilities[] = {
  { "gmail", "X-GM-EXT-1" },    { "icloud", "XAPPLEPUSHSERVICE" },
  { "cyrus", "X-REPLICATION" }, { "courier", "XCOURIEROUTBOX" },
  { "courier", "XMAGICTRASH" }, { "exchange", "X-ANONYMOUSTLS" },
  { "exchange", "XEXCH50" },    { "exchange", "XRDST" },
  { "communigate", "XCGP" },    { "stalwart", "JMAPACCESS" },
};

static gboolean
has_words (const char *text, const char *phrase)
{
  gsize length = strlen (phrase);
  for (const char *p = text; *p != '\0'; p++) {
    gboolean starts = p == text || !g_ascii_isalnum (p[-1]);
    if (starts && g_ascii_strncasecmp (p, phrase, length) == 0
        && (!g_ascii_isalnum (p[length]) || g_ascii_isdigit (phrase[length - 1])))
      return TRUE;
  }
  return FALSE;
}

/* A host name says what its owner likes: "dovecot.example.org" may run anything. */
static char *
dup_without_hosts (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  GString *rest = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++) {
    const char *dot = strchr (*word, '.');
    gboolean is_host = dot != NULL && dot > *word && g_ascii_isalpha (dot[1]);
    g_string_append_printf (rest, "%s ", is_host ? "" : *word);
  }
  return g_string_free (rest, FALSE);
}

static const char *
find_name (const char *protocol, const char *text)
{
  if (text == NULL)
    return NULL;
  g_autofree char *words = dup_without_hosts (text);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((names[i].protocol == NULL || g_strcmp0 (names[i].protocol, protocol) == 0)
        && has_words (words, names[i].phrase))
      return names[i].word;
  return NULL;
}

static const char *
find_ability (const char *const *capabilities)
{
  for (guint i = 0; capabilities != NULL && i < G_N_ELEMENTS (abilities); i++)
    for (const char *const *capability = capabilities; *capability != NULL; capability++)
      if (g_ascii_strncasecmp (*capability, abilities[i].capability, strcspn (*capability, " ="))
            == 0
          && strlen (abilities[i].capability) == strcspn (*capability, " ="))
        return abilities[i].word;
  return NULL;
}

const char *
doctor_software_recognise (const char *protocol,
                           const char *greeting,
                           const char *id,
                           const char *const *capabilities)
{
  const char *word = find_name (protocol, id);
  if (word == NULL)
    word = find_name (protocol, greeting);
  return word != NULL ? word : find_ability (capabilities);
}
