#include "config.h"
#include "plugin/password-look.h"
#include "core/i18n.h"
#include <string.h>

static const char *const texts[] = {
  [DOCTOR_PASSWORD_BLANKS] = N_ ("There is a blank at the beginning or at the end."),
  [DOCTOR_PASSWORD_INVISIBLE] = N_ ("There are invisible characters in it, as copying sometimes "
                                    "adds them."),
  [DOCTOR_PASSWORD_FULL_WIDTH] = N_ ("There are full-width characters in it. Switch the input "
                                     "method off and type it again."),
};

static gboolean
is_full_width (gunichar c)
{
  return (c >= 0xff01 && c <= 0xff5e) || c == 0x3000;
}

static gboolean
is_invisible (gunichar c)
{
  return g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT;
}

static gboolean
has (const char *password, gboolean (*is) (gunichar c))
{
  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p)) {
    if (is (g_utf8_get_char (p)))
      return TRUE;
  }
  return FALSE;
}

DoctorPasswordLook
doctor_password_look (const char *password)
{
  const char *end = password + strlen (password);

  if (has (password, is_full_width))
    return DOCTOR_PASSWORD_FULL_WIDTH;
  if (has (password, is_invisible))
    return DOCTOR_PASSWORD_INVISIBLE;
  if (end == password)
    return DOCTOR_PASSWORD_PLAIN;
  if (g_unichar_isspace (g_utf8_get_char (password))
      || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    return DOCTOR_PASSWORD_BLANKS;
  return DOCTOR_PASSWORD_PLAIN;
}

const char *
doctor_password_look_text (DoctorPasswordLook look)
{
  return texts[look] != NULL ? _ (texts[look]) : NULL;
}
