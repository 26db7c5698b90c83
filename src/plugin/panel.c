#include "config.h"
#include "plugin/panel.h"
#include "core/i18n.h"
#include "plugin/bridge.h"
#include "plugin/frame.h"
#include "plugin/panel-parts.h"
#include "plugin/panel-state.h"
#include "plugin/scroll-anchor.h"
#include "plugin/ui.h"

/* As wide as fits the chain at the usual font; more when letters are larger. */
#define WIDTH_PIXELS 360
#define WIDTH_CHARS 46

#define PAGE_ACCOUNT "account"
#define PAGE_ALL "all"

/* The sections of one account, in reading order. */
static const struct {
  GtkWidget *(*make) (void);
  void (*update) (GtkWidget *part, DoctorCase *c);
} parts[] = {
  { doctor_verdict_new, doctor_verdict_update },   { doctor_cause_new, doctor_cause_update },
  { doctor_remedies_new, doctor_remedies_update }, { doctor_further_new, doctor_further_update },
  { doctor_chains_new, doctor_chains_update },     { doctor_evidence_new, doctor_evidence_update },
};

static struct {
  gboolean attached;
  GtkWidget *root; /* weak; NULL until first shown */
  GtkWidget *chooser, *scroller, *pages, *overview, *footer;
  GtkWidget *part[G_N_ELEMENTS (parts)];
  int account_id; /* shown; 0: all */
  int given_width;
} panel;

static gboolean
has_focus (void)
{
  return gtk_container_get_focus_child (GTK_CONTAINER (panel.root)) != NULL;
}

/* What the person chose is kept, not what a small window left of it. */
static void
save_width (void)
{
  int width = doctor_frame_get_panel_width ();

  if (width != panel.given_width)
    doctor_panel_state_save_width (doctor_bridge_config_dir (), width);
}

static void
close_panel (void)
{
  gboolean had_focus = has_focus ();

  save_width ();
  gtk_widget_hide (panel.root);
  if (had_focus)
    doctor_frame_focus_body ();
}

static gboolean
on_key (GtkWidget *root, GdkEventKey *event)
{
  if (event->keyval != GDK_KEY_Escape || (event->state & gtk_accelerator_get_default_mod_mask ()))
    return GDK_EVENT_PROPAGATE;
  close_panel ();
  return GDK_EVENT_STOP;
}

static void
update_account (DoctorCase *c)
{
  doctor_scroll_anchor_hold (GTK_SCROLLED_WINDOW (panel.scroller), panel.pages);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    parts[i].update (panel.part[i], c);
}

/* A button that went away leaves the keyboard nowhere: then the main button gets it. */
static void
update_shown (void)
{
  GtkWidget *window = gtk_widget_get_toplevel (panel.root);
  gboolean had_focus = has_focus ();
  DoctorCase *c = NULL;

  if (panel.account_id != 0 && !doctor_bridge_has_account (panel.account_id))
    panel.account_id = 0;
  if (panel.account_id != 0)
    c = doctor_case_get (panel.account_id);
  doctor_chooser_update (panel.chooser, c != NULL ? panel.account_id : 0);
  gtk_stack_set_visible_child_name (GTK_STACK (panel.pages), c != NULL ? PAGE_ACCOUNT : PAGE_ALL);
  if (c != NULL)
    update_account (c);
  else
    doctor_overview_update (panel.overview);
  doctor_footer_update (panel.footer, c != NULL ? panel.account_id : 0);
  if (had_focus && GTK_IS_WINDOW (window) && gtk_window_get_focus (GTK_WINDOW (window)) == NULL)
    gtk_widget_grab_focus (doctor_footer_get_main_button (panel.footer));
}

static void
choose (int account_id)
{
  GtkAdjustment *scroll;

  panel.account_id = account_id;
  scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (panel.scroller));
  gtk_adjustment_set_value (scroll, 0);
  update_shown ();
}

static void
open_account (int account_id)
{
  choose (account_id);
  gtk_widget_grab_focus (panel.chooser);
}

static void
build_pages (GtkBuilder *builder)
{
  GtkBox *account = doctor_ui_get (builder, "account");

  panel.pages = doctor_ui_get (builder, "pages");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    panel.part[i] = parts[i].make ();
    gtk_box_pack_start (account, panel.part[i], FALSE, FALSE, 0);
  }
  panel.overview = doctor_overview_new (open_account);
  gtk_stack_add_named (GTK_STACK (panel.pages), panel.overview, PAGE_ALL);
}

static GtkWidget *
build (void)
{
  g_autoptr (GtkBuilder) builder = doctor_ui_load ("panel");
  GtkBox *root = doctor_ui_get (builder, "root");
  GtkBox *head = doctor_ui_get (builder, "head");

  doctor_ui_attach_style ();
  build_pages (builder);
  panel.scroller = doctor_ui_get (builder, "scroller");
  panel.chooser = doctor_chooser_new (choose);
  panel.footer = doctor_footer_new ();
  gtk_box_pack_start (head, panel.chooser, FALSE, FALSE, 0);
  gtk_box_pack_end (root, panel.footer, FALSE, FALSE, 0);
  doctor_ui_follow_theme (GTK_WIDGET (root));
  doctor_ui_set_role (GTK_WIDGET (root), ATK_ROLE_PANEL);
  doctor_ui_set_name (GTK_WIDGET (root), _ ("Account Doctor"));
  g_signal_connect (doctor_ui_get (builder, "close"), "clicked", G_CALLBACK (close_panel), NULL);
  g_signal_connect (root, "key-press-event", G_CALLBACK (on_key), NULL);
  return doctor_ui_take_root (builder, NULL, NULL);
}

static int
wanted_width (void)
{
  int remembered = doctor_panel_state_load_width (doctor_bridge_config_dir ());
  PangoContext *context = gtk_widget_get_pango_context (panel.root);
  PangoFontMetrics *metrics;
  int letter;

  if (remembered > 0)
    return remembered;
  metrics = pango_context_get_metrics (context, NULL, NULL);
  letter = PANGO_PIXELS (pango_font_metrics_get_approximate_char_width (metrics));
  pango_font_metrics_unref (metrics);
  return MAX (WIDTH_PIXELS, WIDTH_CHARS * letter);
}

/* Made when it is first wanted, so that loading the plugin costs nothing. Stands nowhere yet. */
static void
make (void)
{
  if (panel.root == NULL && panel.attached)
    g_set_weak_pointer (&panel.root, build ());
}

static gboolean
ensure (void)
{
  g_autoptr (GError) error = NULL;

  make ();
  if (panel.root == NULL || gtk_widget_get_parent (panel.root) != NULL)
    return panel.root != NULL;
  if (doctor_frame_add_panel (panel.root, &error))
    return TRUE;
  g_warning ("%s", error->message);
  g_clear_weak_pointer (&panel.root);
  return FALSE;
}

gboolean
doctor_panel_attach (GError **error)
{
  panel.attached = doctor_frame_check (error);
  return panel.attached;
}

void
doctor_panel_detach (void)
{
  if (panel.root != NULL)
    save_width ();
  if (panel.root != NULL && gtk_widget_get_parent (panel.root) == NULL)
    g_object_unref (g_object_ref_sink (panel.root)); /* it never stood anywhere */
  doctor_frame_remove_panel ();
  doctor_ui_detach_style ();
  g_clear_weak_pointer (&panel.root);
  panel.attached = FALSE;
  panel.account_id = 0;
}

void
doctor_panel_show (int account_id)
{
  if (!ensure ())
    return;
  if (!gtk_widget_get_visible (panel.root)) {
    int width = wanted_width ();

    gtk_widget_show (panel.root);
    panel.given_width = doctor_frame_set_panel_width (width);
  }
  choose (account_id);
  gtk_widget_grab_focus (panel.chooser);
}

gboolean
doctor_panel_prepare (void)
{
  gboolean was_made = panel.root != NULL;

  make ();
  if (!was_made)
    return panel.root != NULL;
  if (!ensure ())
    g_debug ("the panel has no place");
  return FALSE;
}

void
doctor_panel_update (DoctorCase *c)
{
  if (panel.root == NULL || !gtk_widget_get_visible (panel.root))
    return;
  if (c != NULL && panel.account_id != 0 && doctor_case_get_account (c) != panel.account_id)
    return;
  update_shown ();
}
