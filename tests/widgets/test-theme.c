/* All text of ours can be read in light, dark and contrast themes. */
#include "config.h"
#include "plugin/panel.h"
#include "tests/widgets/display.h"
#include "tests/widgets/look.h"
#include "tests/widgets/scene.h"
#include <math.h>
#include <string.h>

/* WCAG 2.1, 1.4.3. */
#define MIN_CONTRAST 4.5

static const char *const themes[]
  = { "Adwaita", "Adwaita:dark", "HighContrast", "HighContrastInverse" };

static double
to_linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * to_linear (color->red) + 0.7152 * to_linear (color->green)
         + 0.0722 * to_linear (color->blue);
}

static double
get_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double first = get_luminance (a), second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

/* @over, as much of it as @opacity leaves, on @under. */
static GdkRGBA
blend (GdkRGBA under, GdkRGBA over, double opacity)
{
  double a = over.alpha * opacity;

  return (GdkRGBA){ under.red * (1 - a) + over.red * a, under.green * (1 - a) + over.green * a,
                    under.blue * (1 - a) + over.blue * a, 1 };
}

static GdkRGBA
get_color (GtkWidget *widget, const char *property)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA *found = NULL;
  GdkRGBA color;

  gtk_style_context_get (style, gtk_style_context_get_state (style), property, &found, NULL);
  color = *found;
  gdk_rgba_free (found);
  return color;
}

static double
get_opacity (GtkWidget *widget)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  double opacity = 1;

  gtk_style_context_get (style, gtk_style_context_get_state (style), "opacity", &opacity, NULL);
  return opacity * gtk_widget_get_opacity (widget);
}

/* What is behind the text of @widget, from the window to itself. */
static GdkRGBA
get_ground (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  GdkRGBA ground = { 1, 1, 1, 1 };

  if (parent != NULL)
    ground = get_ground (parent);
  return blend (ground, get_color (widget, "background-color"), 1);
}

/* Buttons are drawn by the theme; the words of a folded line are seen when it is folded; what
 * cannot be used now need not be read. */
static gboolean
is_ours (GtkWidget *label)
{
  return gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) == NULL
         && gtk_widget_get_ancestor (label, GTK_TYPE_COMBO_BOX) == NULL
         && gtk_widget_is_sensitive (label) && gtk_widget_get_opacity (label) > 0
         && *gtk_label_get_text (GTK_LABEL (label)) != '\0';
}

static void
assert_contrast (GtkWidget *widget, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && is_ours (widget)) {
    GdkRGBA ground = get_ground (widget);
    GdkRGBA text = blend (ground, get_color (widget, "color"), get_opacity (widget));

    if (get_contrast (&ground, &text) < MIN_CONTRAST)
      g_test_message ("%s: “%s” has a contrast of %.2f", (const char *)data,
                      gtk_label_get_text (GTK_LABEL (widget)), get_contrast (&ground, &text));
    if (get_contrast (&ground, &text) < MIN_CONTRAST)
      g_test_fail ();
  }
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), assert_contrast, data);
}

/* What GTK_THEME says goes before the settings, and is read when these change. */
static void
use_theme (const char *name)
{
  static guint n;
  g_autofree char *other = g_strdup_printf ("none-%u", n++);

  g_setenv ("GTK_THEME", name, TRUE);
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", other, NULL);
}

static void
test_contrast (void)
{
  scene_show ("idle");
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
    use_theme (themes[i]);
    for (const char *const *name = fake_list (); *name != NULL; name++) {
      fake_add (HOME, "Home", "home@example.org", "healthy");
      doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", *name));
      look_unfold (scene_window);
      display_settle ();
      assert_contrast (look_type (scene_window, GTK_TYPE_PANED), (gpointer)themes[i]);
    }
    doctor_panel_show (0);
    display_settle ();
    assert_contrast (look_type (scene_window, GTK_TYPE_PANED), (gpointer)themes[i]);
    doctor_panel_show (OFFICE);
  }
  use_theme (themes[0]);
  scene_close ();
}

/* Every mark has a shape of its own, or words beside it: colour adds nothing. */
static void
test_not_by_colour_alone (void)
{
  static const char *const broken[] = { "no-network", "password", "proved", "several", "silent" };

  scene_show ("idle");
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *without = NULL;

    doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", broken[i]));
    look_unfold (scene_window);
    display_settle ();
    without = look_text (look_type (scene_window, GTK_TYPE_PANED));
    g_assert_nonnull (strstr (without, "not reached"));
  }
  scene_close ();
}

/* With letters twice as large nothing is wider than the panel, which is no wider than half of a
 * small screen. */
static void
test_large_letters (void)
{
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Sans 20", NULL);
  scene_show ("idle");
  for (const char *const *name = fake_list (); *name != NULL; name++) {
    GtkWidget *paned = look_type (scene_window, GTK_TYPE_PANED);
    int width = 0;

    doctor_panel_update (fake_add (OFFICE, "Office", "taro@example.jp", *name));
    look_unfold (scene_window);
    display_settle ();
    gtk_widget_get_preferred_width (gtk_paned_get_child2 (GTK_PANED (paned)), &width, NULL);
    g_test_message ("%s: %d", *name, width);
    g_assert_cmpint (width, <=, 512);
  }
  scene_close ();
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Sans 10", NULL);
}

static const SceneTest tests[] = {
  { "/theme/contrast", test_contrast },
  { "/theme/not-by-colour-alone", test_not_by_colour_alone },
  { "/theme/large-letters", test_large_letters },
};

int
main (int argc, char **argv)
{
  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
