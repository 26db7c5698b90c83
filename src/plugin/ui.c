#include "config.h"
#include "plugin/ui.h"
#include "core/i18n.h"

#define PART_KEY "account-doctor-part"
#define STYLE_SHEET "/account-doctor/ui/style.css"

static GtkCssProvider *style_sheet;

GtkBuilder *
doctor_ui_load (const char *name)
{
  GtkBuilder *builder = gtk_builder_new ();
  g_autofree char *path = g_strdup_printf ("/account-doctor/ui/%s.ui", name);
  g_autoptr (GError) error = NULL;

  gtk_builder_set_translation_domain (builder, GETTEXT_PACKAGE);
  if (gtk_builder_add_from_resource (builder, path, &error) == 0)
    g_error ("%s: %s", path, error->message);
  return builder;
}

gpointer
doctor_ui_get (GtkBuilder *builder, const char *id)
{
  GObject *object = gtk_builder_get_object (builder, id);

  g_assert (object != NULL);
  return object;
}

void
doctor_ui_own (GtkWidget *root, gpointer part, GDestroyNotify destroy)
{
  g_object_set_data_full (G_OBJECT (root), PART_KEY, part, destroy);
}

GtkWidget *
doctor_ui_take_root (GtkBuilder *builder, gpointer part, GDestroyNotify destroy)
{
  GtkWidget *root = g_object_ref (doctor_ui_get (builder, "root"));

  g_object_force_floating (G_OBJECT (root));
  doctor_ui_own (root, part, destroy);
  return root;
}

gpointer
doctor_ui_get_part (GtkWidget *root)
{
  return g_object_get_data (G_OBJECT (root), PART_KEY);
}

void
doctor_ui_attach_style (void)
{
  GdkScreen *screen = gdk_screen_get_default ();

  if (style_sheet != NULL || screen == NULL)
    return;
  style_sheet = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style_sheet, STYLE_SHEET);
  gtk_style_context_add_provider_for_screen (screen, GTK_STYLE_PROVIDER (style_sheet),
                                             GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
doctor_ui_detach_style (void)
{
  GdkScreen *screen = gdk_screen_get_default ();

  if (style_sheet == NULL)
    return;
  if (screen != NULL)
    gtk_style_context_remove_provider_for_screen (screen, GTK_STYLE_PROVIDER (style_sheet));
  g_clear_object (&style_sheet);
}

static void
on_style_updated (GtkWidget *root)
{
  GtkStyleContext *style = gtk_widget_get_style_context (root);
  GdkRGBA letters;
  gboolean is_dark;

  gtk_style_context_get_color (style, gtk_style_context_get_state (style), &letters);
  is_dark = letters.red + letters.green + letters.blue > 1.5;
  if (is_dark != gtk_style_context_has_class (style, "doctor-dark"))
    doctor_ui_set_class (root, "doctor-dark", is_dark);
}

void
doctor_ui_follow_theme (GtkWidget *root)
{
  g_signal_connect (root, "style-updated", G_CALLBACK (on_style_updated), NULL);
  on_style_updated (root);
}

GtkWidget *
doctor_ui_new_label (const char *style_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_no_show_all (label, TRUE);
  if (style_class != NULL)
    doctor_ui_set_class (label, style_class, TRUE);
  return label;
}

void
doctor_ui_empty (GtkWidget *container)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (container));

  for (GList *child = children; child != NULL; child = child->next)
    gtk_widget_destroy (child->data);
}

void
doctor_ui_measure_filled (GtkWidget *container)
{
  int width;

  gtk_widget_get_preferred_width (container, &width, NULL);
}

void
doctor_ui_set_text (GtkWidget *label, const char *text)
{
  gboolean wanted = text != NULL && *text != '\0';

  if (wanted && g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, wanted);
}

void
doctor_ui_take_text (GtkWidget *label, char *text)
{
  doctor_ui_set_text (label, text);
  g_free (text);
}

void
doctor_ui_set_class (GtkWidget *widget, const char *style_class, gboolean on)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  if (on)
    gtk_style_context_add_class (style, style_class);
  else
    gtk_style_context_remove_class (style, style_class);
}

void
doctor_ui_align_title (GtkWidget *expander)
{
  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return;
  gtk_widget_set_direction (expander, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (expander, GTK_TEXT_DIR_NONE);
}

void
doctor_ui_set_button (GtkWidget *button, const char *label)
{
  GtkWidget *child;

  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), label) == 0)
    return;
  gtk_button_set_use_underline (GTK_BUTTON (button), TRUE);
  gtk_button_set_label (GTK_BUTTON (button), label);
  child = gtk_bin_get_child (GTK_BIN (button));
  gtk_label_set_line_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
}

void
doctor_ui_open_dialog (GtkWidget *dialog, GtkWidget *from)
{
  GtkWidget *window = gtk_widget_get_toplevel (from);

  if (GTK_IS_WINDOW (window))
    gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (window));
  g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
  g_signal_connect_object (from, "destroy", G_CALLBACK (gtk_widget_destroy), dialog,
                           G_CONNECT_SWAPPED);
  doctor_ui_set_class (dialog, "account-doctor-panel", TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
doctor_ui_set_name (GtkWidget *widget, const char *name)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  if (g_strcmp0 (atk_object_get_name (accessible), name) != 0)
    atk_object_set_name (accessible, name);
}

void
doctor_ui_set_description (GtkWidget *widget, const char *description)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  if (g_strcmp0 (atk_object_get_description (accessible), description) != 0)
    atk_object_set_description (accessible, description);
}

void
doctor_ui_set_role (GtkWidget *widget, AtkRole role)
{
  atk_object_set_role (gtk_widget_get_accessible (widget), role);
}

/* GTK 3 has no live regions. Screen readers do speak an alert that begins to show, so that is
 * what they are told. */
void
doctor_ui_announce (GtkWidget *widget, const char *text)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  doctor_ui_set_role (widget, ATK_ROLE_ALERT);
  doctor_ui_set_name (widget, text);
  atk_object_notify_state_change (accessible, ATK_STATE_SHOWING, FALSE);
  atk_object_notify_state_change (accessible, ATK_STATE_SHOWING, TRUE);
}

char *
doctor_ui_dup_duration (int ms)
{
  if (ms < 0)
    return NULL;
  /* Translators: a no-break space keeps number and unit together. */
  if (ms == 0)
    return g_strdup (_ ("<1\u00a0ms"));
  if (ms < 100)
    return g_strdup_printf (_ ("%d\u00a0ms"), ms);
  if (ms < 10000)
    return g_strdup_printf (_ ("%.1f\u00a0s"), ms / 1000.0);
  return g_strdup_printf (_ ("%d\u00a0s"), ms / 1000);
}
