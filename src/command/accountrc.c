#include "command/accountrc.h"
#include "core/i18n.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTION_PREFIX "[Account: "

typedef struct {
  int id;
  GHashTable *values; /* key → value, both owned */
} Section;

struct _DoctorAccountrc {
  GPtrArray *sections; /* Section */
};

static void
section_free (gpointer data)
{
  Section *section = data;
  g_hash_table_unref (section->values);
  g_free (section);
}

static Section *
section_new (const char *header)
{
  Section *section = g_new0 (Section, 1);
  section->id = atoi (header + strlen (SECTION_PREFIX));
  section->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return section;
}

char *
doctor_accountrc_dup_default_dir (void)
{
  return g_build_filename (g_get_home_dir (), ".claws-mail", NULL);
}

void
doctor_accountrc_free (DoctorAccountrc *accountrc)
{
  if (accountrc == NULL)
    return;
  g_ptr_array_unref (accountrc->sections);
  g_free (accountrc);
}

/* Old versions of the client kept passwords here; so may a file not yet migrated. */
static gboolean
is_secret (const char *key)
{
  static const char *const parts[] = { "pass", "secret", "authcode", "privacy_prefs" };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (key, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Files from before the client wrote UTF-8 are in the charset of their time. */
static char *
to_utf8 (const char *bytes)
{
  if (g_utf8_validate (bytes, -1, NULL))
    return g_strdup (bytes);
  char *text = g_convert (bytes, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (bytes, -1);
}

static void
read_value (Section *section, const char *line)
{
  const char *equals = strchr (line, '=');
  if (equals == NULL || equals == line)
    return;
  g_autofree char *key = g_ascii_strdown (line, equals - line);
  if (!g_utf8_validate (key, -1, NULL) || is_secret (key))
    return;
  g_hash_table_replace (section->values, g_steal_pointer (&key), to_utf8 (equals + 1));
}

static gboolean
has_section (DoctorAccountrc *accountrc, int id)
{
  for (guint i = 0; i < accountrc->sections->len; i++)
    if (doctor_accountrc_get_id (accountrc, i) == id)
      return TRUE;
  return FALSE;
}

/* Returns the section that the lines after @line belong to. As in the client, a second
 * section with the same number does not count. */
static Section *
read_line (DoctorAccountrc *accountrc, Section *section, const char *line)
{
  if (line[0] == '#')
    return section;
  if (line[0] != '[') {
    if (section != NULL)
      read_value (section, line);
    return section;
  }
  if (!g_str_has_prefix (line, SECTION_PREFIX))
    return NULL;
  Section *next = section_new (line);
  if (has_section (accountrc, next->id)) {
    section_free (next);
    return NULL;
  }
  g_ptr_array_add (accountrc->sections, next);
  return next;
}

/* One line without its end; a line with a NUL in it is no line of the client's. */
static char *
dup_line (const char *start, gsize length)
{
  if (memchr (start, '\0', length) != NULL)
    return g_strdup ("");
  char *line = g_strndup (start, length);
  g_strdelimit (line, "\r", '\0');
  return line;
}

static void
read_lines (DoctorAccountrc *accountrc, const char *text, gsize length)
{
  Section *section = NULL;
  const char *end = text + length;
  for (const char *start = text; start < end;) {
    const char *newline = memchr (start, '\n', end - start);
    gsize line_length = (newline != NULL ? newline : end) - start;
    char *line = dup_line (start, line_length);
    section = read_line (accountrc, section, line);
    explicit_bzero (line, strlen (line));
    g_free (line);
    start += line_length + 1;
  }
}

DoctorAccountrc *
doctor_accountrc_parse (const char *text, gsize length, const char *origin, GError **error)
{
  g_autoptr (DoctorAccountrc) accountrc = g_new0 (DoctorAccountrc, 1);
  accountrc->sections = g_ptr_array_new_with_free_func (section_free);
  read_lines (accountrc, text, length);
  if (accountrc->sections->len == 0) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("“%s” lists no account. Make one in Claws Mail first, or name the folder of "
                    "its settings with --config-dir."),
                 origin);
    return NULL;
  }
  return g_steal_pointer (&accountrc);
}

static void
set_open_error (GError **error, const char *path, int saved_errno)
{
  if (saved_errno == ENOENT || saved_errno == ENOTDIR)
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("There is no list of accounts at “%s”. Start Claws Mail once, or name the "
                    "folder of its settings with --config-dir."),
                 path);
  else
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                 _ ("The list of accounts “%s” cannot be read: %s."), path,
                 g_strerror (saved_errno));
}

static gboolean
check_file (int fd, const char *path, struct stat *status, GError **error)
{
  if (fstat (fd, status) != 0) {
    set_open_error (error, path, errno);
    return FALSE;
  }
  if (S_ISREG (status->st_mode) && status->st_size <= DOCTOR_ACCOUNTRC_MAX_BYTES)
    return TRUE;
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
               _ ("“%s” is no list of accounts: it is not a plain file of at most %d MiB."), path,
               DOCTOR_ACCOUNTRC_MAX_BYTES / (1024 * 1024));
  return FALSE;
}

/* Reads until @length bytes are there or the file ends (the client may be replacing it). */
static gsize
read_all (int fd, char *buffer, gsize length)
{
  gsize total = 0;
  while (total < length) {
    gssize got = read (fd, buffer + total, length - total);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    total += got;
  }
  return total;
}

static DoctorAccountrc *
load_from_fd (int fd, const char *path, GError **error)
{
  struct stat status;
  if (!check_file (fd, path, &status, error))
    return NULL;
  char *text = g_malloc0 (status.st_size + 1);
  gsize length = read_all (fd, text, status.st_size);
  DoctorAccountrc *accountrc = doctor_accountrc_parse (text, length, path, error);
  explicit_bzero (text, length);
  g_free (text);
  return accountrc;
}

DoctorAccountrc *
doctor_accountrc_load (const char *config_dir, GError **error)
{
  g_autofree char *path = g_build_filename (config_dir, "accountrc", NULL);
  /* O_NONBLOCK: a FIFO in that place must not make us wait for ever. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    set_open_error (error, path, errno);
    return NULL;
  }
  DoctorAccountrc *accountrc = load_from_fd (fd, path, error);
  close (fd);
  return accountrc;
}

guint
doctor_accountrc_get_n (DoctorAccountrc *accountrc)
{
  return accountrc->sections->len;
}

int
doctor_accountrc_get_id (DoctorAccountrc *accountrc, guint i)
{
  const Section *section = g_ptr_array_index (accountrc->sections, i);
  return section->id;
}

const char *
doctor_accountrc_get (DoctorAccountrc *accountrc, guint i, const char *key)
{
  const Section *section = g_ptr_array_index (accountrc->sections, i);
  return g_hash_table_lookup (section->values, key);
}

char *
doctor_accountrc_dup_name (DoctorAccountrc *accountrc, guint i)
{
  static const char *const keys[] = { "account_name", "address" };
  for (guint k = 0; k < G_N_ELEMENTS (keys); k++) {
    const char *value = doctor_accountrc_get (accountrc, i, keys[k]);
    if (value != NULL && value[0] != '\0')
      return g_strdup (value);
  }
  return g_strdup_printf (_ ("Account %d"), doctor_accountrc_get_id (accountrc, i));
}

char *
doctor_accountrc_dup_names (DoctorAccountrc *accountrc)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < doctor_accountrc_get_n (accountrc); i++) {
    g_autofree char *name = doctor_accountrc_dup_name (accountrc, i);
    /* Translators: one name in a list of account names. */
    g_ptr_array_add (names, g_strdup_printf (_ ("“%s”"), name));
  }
  g_ptr_array_add (names, NULL);
  /* Translators: stands between the names in a list. */
  return g_strjoinv (_ (", "), (char **)names->pdata);
}

/* The ways to name an account, the closest first. */
typedef gboolean (*Matcher) (DoctorAccountrc *accountrc, guint i, const char *wanted);

static gboolean
matches_name (DoctorAccountrc *accountrc, guint i, const char *wanted)
{
  g_autofree char *name = doctor_accountrc_dup_name (accountrc, i);
  return strcmp (name, wanted) == 0;
}

static gboolean
matches_address (DoctorAccountrc *accountrc, guint i, const char *wanted)
{
  const char *address = doctor_accountrc_get (accountrc, i, "address");
  return address != NULL && g_ascii_strcasecmp (address, wanted) == 0;
}

static gboolean
matches_number (DoctorAccountrc *accountrc, guint i, const char *wanted)
{
  g_autofree char *number = g_strdup_printf ("%d", doctor_accountrc_get_id (accountrc, i));
  return strcmp (number, wanted) == 0;
}

static guint
count_matches (DoctorAccountrc *accountrc, Matcher matcher, const char *wanted, guint *out_i)
{
  guint n = 0;
  for (guint i = doctor_accountrc_get_n (accountrc); i-- > 0;) {
    if (!matcher (accountrc, i, wanted))
      continue;
    *out_i = i;
    n++;
  }
  return n;
}

gboolean
doctor_accountrc_find (DoctorAccountrc *accountrc, const char *wanted, guint *out_i, GError **error)
{
  static const Matcher matchers[] = { matches_name, matches_address, matches_number };
  g_autofree char *names = doctor_accountrc_dup_names (accountrc);
  for (guint m = 0; m < G_N_ELEMENTS (matchers); m++) {
    guint i = 0;
    guint n = count_matches (accountrc, matchers[m], wanted, &i);
    if (n > 1) {
      g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_NO_ACCOUNT,
                   _ ("Several accounts are called “%s”. Name one by its address or its number "
                      "in the file accountrc."),
                   wanted);
      return FALSE;
    }
    if (n == 1) {
      *out_i = i;
      return TRUE;
    }
  }
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_NO_ACCOUNT,
               _ ("There is no account “%s”. The accounts are: %s."), wanted, names);
  return FALSE;
}
