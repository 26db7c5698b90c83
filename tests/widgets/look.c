#include "config.h"
#include "tests/widgets/look.h"

typedef struct {
  gboolean (*accept) (GtkWidget *widget, gpointer data);
  gpointer data;
  GList *found;
} Search;

static void
visit (GtkWidget *widget, gpointer data)
{
  Search *search = data;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (search->accept (widget, search->data))
    search->found = g_list_append (search->found, widget);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), visit, search);
}

static GList *
find_all (GtkWidget *root, gboolean (*accept) (GtkWidget *widget, gpointer data), gpointer data)
{
  Search search = { accept, data, NULL };

  visit (root, &search);
  return search.found;
}

static GtkWidget *
find_first (GtkWidget *root, gboolean (*accept) (GtkWidget *widget, gpointer data), gpointer data)
{
  g_autoptr (GList) found = find_all (root, accept, data);

  return found != NULL ? found->data : NULL;
}

static char *
strip_mnemonic (const char *words)
{
  g_auto (GStrv) pieces = g_strsplit (words, "_", -1);

  return g_strjoinv ("", pieces);
}

static gboolean
has_words (GtkWidget *widget, gpointer data)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;
  g_autofree char *words = label != NULL ? strip_mnemonic (label) : NULL;

  return g_strcmp0 (words, data) == 0;
}

GtkWidget *
look_button (GtkWidget *root, const char *words)
{
  return find_first (root, has_words, (gpointer)words);
}

static gboolean
has_text (GtkWidget *widget, gpointer data)
{
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), data) == 0;
}

GtkWidget *
look_label (GtkWidget *root, const char *text)
{
  return find_first (root, has_text, (gpointer)text);
}

static gboolean
has_type (GtkWidget *widget, gpointer data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(GType *)data);
}

GtkWidget *
look_type (GtkWidget *root, GType type)
{
  return find_first (root, has_type, &type);
}

char *
look_text (GtkWidget *root)
{
  GType type = GTK_TYPE_LABEL;
  g_autoptr (GList) labels = find_all (root, has_type, &type);
  GString *text = g_string_new (NULL);

  for (GList *label = labels; label != NULL; label = label->next)
    g_string_append_printf (text, "%s\n", gtk_label_get_text (label->data));
  return g_string_free (text, FALSE);
}

static gboolean
takes_focus (GtkWidget *widget, gpointer data)
{
  return gtk_widget_get_can_focus (widget) && gtk_widget_is_sensitive (widget);
}

GList *
look_focusable (GtkWidget *root)
{
  return find_all (root, takes_focus, NULL);
}

const char *
look_name (GtkWidget *widget)
{
  return atk_object_get_name (gtk_widget_get_accessible (widget));
}

static gboolean
is_folded (GtkWidget *widget, gpointer data)
{
  return GTK_IS_EXPANDER (widget) && !gtk_expander_get_expanded (GTK_EXPANDER (widget));
}

void
look_unfold (GtkWidget *root)
{
  g_autoptr (GList) folded = find_all (root, is_folded, NULL);

  for (GList *expander = folded; expander != NULL; expander = expander->next)
    gtk_expander_set_expanded (expander->data, TRUE);
}

void
look_click (GtkWidget *button)
{
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_button_clicked (GTK_BUTTON (button));
}
