#include "config.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/panel-parts.h"
#include "plugin/ui.h"

typedef struct {
  GtkWidget *combo;
  char *shown; /* what the rows were made from */
  void (*chosen) (int account_id);
  gboolean updating;
} Chooser;

static void
chooser_free (gpointer data)
{
  Chooser *chooser = data;

  g_free (chooser->shown);
  g_free (chooser);
}

static void
on_changed (GtkComboBox *combo, gpointer data)
{
  Chooser *chooser = data;
  const char *id = gtk_combo_box_get_active_id (combo);

  if (!chooser->updating && id != NULL)
    chooser->chosen ((int)g_ascii_strtoll (id, NULL, 10));
}

/* A long address must not widen the panel. */
static void
ellipsize (GtkWidget *combo)
{
  g_autoptr (GList) cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (combo));

  for (GList *cell = cells; cell != NULL; cell = cell->next)
    g_object_set (cell->data, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 12, NULL);
}

GtkWidget *
doctor_chooser_new (void (*chosen) (int account_id))
{
  Chooser *chooser = g_new0 (Chooser, 1);

  chooser->chosen = chosen;
  chooser->combo = gtk_combo_box_text_new ();
  ellipsize (chooser->combo);
  doctor_ui_set_name (chooser->combo, _ ("Account"));
  doctor_ui_own (chooser->combo, chooser, chooser_free);
  g_signal_connect (chooser->combo, "changed", G_CALLBACK (on_changed), chooser);
  gtk_widget_show (chooser->combo);
  return chooser->combo;
}

static char *
dup_row (const DoctorAccountRef *account)
{
  DoctorCase *c = doctor_case_get (account->id);
  const char *address = c != NULL ? doctor_case_get_address (c) : NULL;

  if (address == NULL || *address == '\0' || g_strcmp0 (address, account->name) == 0)
    return g_strdup (account->name);
  /* Translators: name and address of an account. */
  return g_strdup_printf (_ ("%s — %s"), account->name, address);
}

static char *
dup_signature (GPtrArray *accounts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < accounts->len; i++) {
    const DoctorAccountRef *account = accounts->pdata[i];
    g_autofree char *row = dup_row (account);

    g_string_append_printf (text, "%d %s\n", account->id, row);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
fill (Chooser *chooser)
{
  g_autoptr (GPtrArray) accounts = doctor_bridge_list_accounts ();
  g_autofree char *signature = dup_signature (accounts);
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (chooser->combo);

  if (g_strcmp0 (signature, chooser->shown) == 0)
    return;
  g_free (chooser->shown);
  chooser->shown = g_steal_pointer (&signature);
  gtk_combo_box_text_remove_all (combo);
  for (guint i = 0; i < accounts->len; i++) {
    const DoctorAccountRef *account = accounts->pdata[i];
    g_autofree char *id = g_strdup_printf ("%d", account->id);
    g_autofree char *row = dup_row (account);

    gtk_combo_box_text_append (combo, id, row);
  }
  gtk_combo_box_text_append (combo, "0", _ ("All accounts"));
}

void
doctor_chooser_update (GtkWidget *part, int account_id)
{
  Chooser *chooser = doctor_ui_get_part (part);
  g_autofree char *id = g_strdup_printf ("%d", account_id);

  chooser->updating = TRUE;
  fill (chooser);
  if (g_strcmp0 (gtk_combo_box_get_active_id (GTK_COMBO_BOX (part)), id) != 0)
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (part), id);
  chooser->updating = FALSE;
}
