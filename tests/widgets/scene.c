#include "config.h"
#include "tests/widgets/scene.h"
#include "plugin/hint.h"
#include "plugin/host-window.h"
#include "plugin/menu.h"
#include "plugin/panel.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include <string.h>

GtkWidget *scene_window;

void
scene_open (void)
{
  g_autoptr (GError) error = NULL;

  fake_host_open ();
  scene_window = doctor_host_get_window ();
  display_settle ();
  g_assert_true (doctor_panel_attach (&error));
  g_assert_true (doctor_hint_attach (&error));
  g_assert_true (doctor_menu_attach (&error));
}

void
scene_close (void)
{
  doctor_menu_detach ();
  doctor_hint_detach ();
  doctor_panel_detach ();
  fake_host_close ();
  fake_clear ();
  scene_window = NULL;
}

DoctorCase *
scene_show (const char *fixture)
{
  DoctorCase *c = fake_add (OFFICE, "Office", "taro@example.jp", fixture);

  scene_open ();
  doctor_hint_update ();
  doctor_panel_show (OFFICE);
  display_settle ();
  return c;
}

void
scene_assert_text (const char *words)
{
  g_autofree char *text = look_text (scene_window);

  if (strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

void
scene_assert_no_text (const char *words)
{
  g_autofree char *text = look_text (scene_window);

  if (strstr (text, words) != NULL)
    g_error ("“%s” is in:\n%s", words, text);
}

void
scene_assert_verbs (const char *expected)
{
  g_autofree char *verbs = fake_take_verbs ();

  g_assert_cmpstr (verbs, ==, expected);
}

void
scene_click (const char *words)
{
  look_click (look_button (scene_window, words));
  display_settle ();
}

char *
scene_dup_remedy (DoctorCase *c)
{
  const DoctorOffer *offer = doctor_case_get_offers (c)->pdata[0];
  g_autofree char *words = doctor_fix_dup_button (offer->fix, doctor_case_get_facts (c));
  g_auto (GStrv) pieces = g_strsplit (words, "_", -1);

  return g_strjoinv ("", pieces);
}

int
scene_main (int argc, char **argv, const SceneTest *tests, guint n_tests)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!display_start (&argc, &argv))
    return 0;
  for (guint i = 0; i < n_tests; i++)
    g_test_add_func (tests[i].path, tests[i].test);
  status = g_test_run ();
  display_stop ();
  return status;
}
