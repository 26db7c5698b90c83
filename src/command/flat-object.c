#include "command/flat-object.h"
#include <string.h>

/* Nothing that is read grows: a string is unescaped where it stands. */
typedef char *Cursor;

static Cursor
skip_blanks (Cursor at)
{
  while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
    at++;
  return at;
}

/* Of the escape behind a backslash at @at; NULL for what is rare. */
static Cursor
read_code_point (Cursor at, Cursor *out)
{
  guint code = 0;
  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (at[i]);
    if (digit < 0)
      return NULL;
    code = code * 16 + (guint)digit;
  }
  if (code == 0 || (code >= 0xd800 && code <= 0xdfff)) /* half of a pair */
    return NULL;
  *out += g_unichar_to_utf8 (code, *out);
  return at + 4;
}

static Cursor
read_escape (Cursor at, Cursor *out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *known = *at != '\0' ? strchr (from, *at) : NULL;
  if (*at == 'u')
    return read_code_point (at + 1, out);
  if (known == NULL)
    return NULL;
  *(*out)++ = to[known - from];
  return at + 1;
}

/* Reads the string that begins at @at; returns what is behind it, or NULL. */
static Cursor
read_string (Cursor at, const char **out_string)
{
  if (*at++ != '"')
    return NULL;
  Cursor out = at;
  *out_string = at;
  while (*at != '"') {
    if ((guchar)*at < 0x20)
      return NULL;
    if (*at != '\\')
      *out++ = *at++;
    else if ((at = read_escape (at + 1, &out)) == NULL)
      return NULL;
  }
  *out = '\0';
  return at + 1;
}

/* A whole number that is surely one of 64 bits, and not written as octal. */
static Cursor
read_number (Cursor at, gint64 *out_number)
{
  enum { MAX_DIGITS = 18 };
  gsize digits = strspn (at + (*at == '-'), "0123456789");
  Cursor first = at + (*at == '-');
  if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && *first == '0')
      || (first[digits] != '\0' && strchr (",} \t\r\n", first[digits]) == NULL))
    return NULL;
  *out_number = g_ascii_strtoll (at, NULL, 10);
  return first + digits;
}

static const struct {
  const char *word;
  DoctorFlatKind kind;
  gint64 number;
} words[] = {
  { "true", DOCTOR_FLAT_BOOLEAN, TRUE },
  { "false", DOCTOR_FLAT_BOOLEAN, FALSE },
  { "null", DOCTOR_FLAT_NULL, 0 },
};

static Cursor
read_value (Cursor at, DoctorFlatMember *member)
{
  if (*at == '"') {
    member->kind = DOCTOR_FLAT_STRING;
    return read_string (at, &member->string);
  }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (at, words[i].word)) {
      member->kind = words[i].kind;
      member->number = words[i].number;
      return at + strlen (words[i].word);
    }
  member->kind = DOCTOR_FLAT_NUMBER;
  return read_number (at, &member->number);
}

/* Reads a member and the comma or brace behind it. */
static Cursor
read_member (Cursor at, DoctorFlatObject *object)
{
  DoctorFlatMember member = { 0 };
  if ((at = read_string (skip_blanks (at), &member.name)) == NULL
      || *(at = skip_blanks (at)) != ':')
    return NULL;
  if (object->n == DOCTOR_FLAT_MAX_MEMBERS || doctor_flat_object_get (object, member.name) != NULL)
    return NULL;
  /* the string's end takes the place of its quotation mark: what is behind is whole */
  if ((at = read_value (skip_blanks (at + 1), &member)) == NULL)
    return NULL;
  object->members[object->n++] = member;
  at = skip_blanks (at);
  return *at == ',' || *at == '}' ? at : NULL;
}

static gboolean
read_members (DoctorFlatObject *object)
{
  Cursor at = skip_blanks (object->text);
  if (*at != '{')
    return FALSE;
  do
    at = read_member (at + 1, object);
  while (at != NULL && *at == ',');
  return at != NULL && *skip_blanks (at + 1) == '\0';
}

gboolean
doctor_flat_object_read (DoctorFlatObject *object, const char *line, gsize length)
{
  object->text = g_strndup (line, length);
  if (read_members (object))
    return TRUE;
  doctor_flat_object_clear (object);
  return FALSE;
}

const DoctorFlatMember *
doctor_flat_object_get (const DoctorFlatObject *object, const char *name)
{
  for (guint i = 0; i < object->n; i++)
    if (strcmp (object->members[i].name, name) == 0)
      return &object->members[i];
  return NULL;
}

void
doctor_flat_object_clear (DoctorFlatObject *object)
{
  g_clear_pointer (&object->text, g_free);
  object->n = 0;
}
