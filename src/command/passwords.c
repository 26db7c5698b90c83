#include "command/passwords.h"
#include "core/i18n.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

struct _DoctorPasswords {
  char *text[3]; /* by DoctorScope: into buffer, or NULL */
  gsize used;
  char *buffer; /* pages of their own, DOCTOR_PASSWORDS_MAX_BYTES */
};

void
doctor_passwords_harden_process (void)
{
  const struct rlimit none = { 0, 0 };
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  setrlimit (RLIMIT_CORE, &none);
}

DoctorPasswords *
doctor_passwords_new (GError **error)
{
  void *pages = mmap (NULL, DOCTOR_PASSWORDS_MAX_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_REFUSED,
                 _ ("There is no memory to hold a password: %s."), g_strerror (errno));
    return NULL;
  }
  /* Both may be forbidden (RLIMIT_MEMLOCK); without them the pages are still wiped. */
  (void)mlock (pages, DOCTOR_PASSWORDS_MAX_BYTES);
  (void)madvise (pages, DOCTOR_PASSWORDS_MAX_BYTES, MADV_DONTDUMP);
  DoctorPasswords *passwords = g_new0 (DoctorPasswords, 1);
  passwords->buffer = pages;
  return passwords;
}

void
doctor_passwords_free (DoctorPasswords *passwords)
{
  if (passwords == NULL)
    return;
  explicit_bzero (passwords->buffer, DOCTOR_PASSWORDS_MAX_BYTES);
  munmap (passwords->buffer, DOCTOR_PASSWORDS_MAX_BYTES);
  g_free (passwords);
}

const char *
doctor_passwords_get (DoctorPasswords *passwords, DoctorScope scope)
{
  return passwords->text[scope];
}

void
doctor_passwords_share (DoctorPasswords *passwords)
{
  if (passwords->text[DOCTOR_SCOPE_SEND] == NULL)
    passwords->text[DOCTOR_SCOPE_SEND] = passwords->text[DOCTOR_SCOPE_RECEIVE];
}

/* Fills the buffer from @fd. TRUE at its end; FALSE with an error, also when it is full. */
static gboolean
fill (DoctorPasswords *passwords, int fd, GError **error)
{
  while (passwords->used < DOCTOR_PASSWORDS_MAX_BYTES - 1) {
    gssize got = read (fd, passwords->buffer + passwords->used,
                       DOCTOR_PASSWORDS_MAX_BYTES - 1 - passwords->used);
    if (got < 0 && errno == EINTR)
      continue;
    if (got == 0)
      return TRUE;
    if (got < 0) {
      g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                   _ ("No password can be read from file descriptor %d: %s."), fd,
                   g_strerror (errno));
      return FALSE;
    }
    passwords->used += got;
  }
  g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
               _ ("What comes from file descriptor %d is too long to be a password."), fd);
  return FALSE;
}

/* Cuts the buffer into its first three lines, in place. */
static void
split_lines (DoctorPasswords *passwords)
{
  char *rest = passwords->buffer;
  static const DoctorScope order[]
    = { DOCTOR_SCOPE_RECEIVE, DOCTOR_SCOPE_SEND, DOCTOR_SCOPE_ACCOUNT };
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    char *line = strsep (&rest, "\n");
    passwords->text[order[i]] = line != NULL && line[0] != '\0' ? line : NULL;
  }
  if (rest != NULL)
    explicit_bzero (rest, strlen (rest));
}

gboolean
doctor_passwords_read (DoctorPasswords *passwords, int fd, GError **error)
{
  if (!fill (passwords, fd, error))
    return FALSE;
  if (fd > STDERR_FILENO)
    close (fd);
  if (memchr (passwords->buffer, '\0', passwords->used) != NULL) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE,
                 _ ("What comes from file descriptor %d has a zero byte in it; no password has."),
                 fd);
    return FALSE;
  }
  split_lines (passwords);
  return TRUE;
}

gboolean
doctor_passwords_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* The terminal as it was, for the handler of signals that end the program meanwhile. */
static struct termios saved_terminal;

static void
restore_and_die (int signal_number)
{
  tcsetattr (STDIN_FILENO, TCSANOW, &saved_terminal);
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

/* Neither echo, nor lines, nor Ctrl-C as a signal: each key is read as it comes. */
static gboolean
silence_terminal (void)
{
  if (tcgetattr (STDIN_FILENO, &saved_terminal) != 0)
    return FALSE;
  struct termios silent = saved_terminal;
  silent.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
  silent.c_cc[VMIN] = 1;
  silent.c_cc[VTIME] = 0;
  signal (SIGTERM, restore_and_die);
  signal (SIGHUP, restore_and_die);
  return tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent) == 0;
}

static void
restore_terminal (void)
{
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &saved_terminal);
  signal (SIGTERM, SIG_DFL);
  signal (SIGHUP, SIG_DFL);
}

typedef enum { KEY_MORE, KEY_DONE, KEY_CANCEL, KEY_INTERRUPT } Key;

static void
erase_character (char *text, gsize *length)
{
  while (*length > 0 && (text[*length - 1] & 0xC0) == 0x80) /* tail of a UTF-8 sequence */
    text[--*length] = '\0';
  if (*length > 0)
    text[--*length] = '\0';
}

static Key
take_key (char c, char *text, gsize *length, gsize room)
{
  enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };
  switch (c) {
    case '\r':
    case '\n':
      return KEY_DONE;
    case CTRL_C:
      return KEY_INTERRUPT;
    case CTRL_D:
      return KEY_CANCEL;
    case BACKSPACE:
    case DELETE:
      erase_character (text, length);
      return KEY_MORE;
    case CTRL_U:
      explicit_bzero (text, *length);
      *length = 0;
      return KEY_MORE;
    default:
      if (c == '\0' || *length + 1 >= room)
        return KEY_CANCEL;
      text[(*length)++] = c;
      return KEY_MORE;
  }
}

static Key
read_keys (char *text, gsize *length, gsize room)
{
  Key key = KEY_MORE;
  while (key == KEY_MORE) {
    char c = '\0';
    gssize got = read (STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR)
      continue;
    key = got == 1 ? take_key (c, text, length, room) : KEY_CANCEL;
  }
  return key;
}

gboolean
doctor_passwords_ask (DoctorPasswords *passwords, DoctorScope scope, const char *question)
{
  char *text = passwords->buffer + passwords->used;
  gsize room = DOCTOR_PASSWORDS_MAX_BYTES - passwords->used;
  gsize length = 0;
  if (!silence_terminal ())
    return FALSE;
  g_printerr ("%s ", question); /* only now: nothing that is typed at once may be shown */
  Key key = read_keys (text, &length, room);
  restore_terminal ();
  g_printerr ("\n");
  if (key != KEY_DONE || length == 0) {
    explicit_bzero (text, length);
    if (key == KEY_INTERRUPT)
      raise (SIGINT); /* now that the terminal is as it was */
    return FALSE;
  }
  passwords->text[scope] = text;
  passwords->used += length + 1;
  return TRUE;
}
