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
  GtkBox *account; /* where the parts stand */
  guint n_made, n_filled;
  guint opening;     /* source */
  gboolean is_stale; /* something changed while it was opened */
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
  g_clear_handle_id (&panel.opening, g_source_remove);
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

/* The case that is shown; NULL: all of them. */
static DoctorCase *
get_shown (void)
{
  if (panel.account_id != 0 && !doctor_bridge_has_account (panel.account_id))
    panel.account_id = 0;
  return panel.account_id != 0 ? doctor_case_get (panel.account_id) : NULL;
}

static void
update_head (DoctorCase *c)
{
  doctor_chooser_update (panel.chooser, c != NULL ? panel.account_id : 0);
  gtk_stack_set_visible_child_name (GTK_STACK (panel.pages), c != NULL ? PAGE_ACCOUNT : PAGE_ALL);
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
  DoctorCase *c = get_shown ();

  update_head (c);
  if (c != NULL)
    update_account (c);
  else
    doctor_overview_update (panel.overview);
  doctor_footer_update (panel.footer, c != NULL ? panel.account_id : 0);
  if (had_focus && GTK_IS_WINDOW (window) && gtk_window_get_focus (GTK_WINDOW (window)) == NULL)
    gtk_widget_grab_focus (doctor_footer_get_main_button (panel.footer));
}

static void
scroll_up (void)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (panel.scroller);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scroller), 0);
}

static void
choose (int account_id)
{
  panel.account_id = account_id;
  scroll_up ();
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
  panel.account = doctor_ui_get (builder, "account");
  panel.pages = doctor_ui_get (builder, "pages");
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

static void
make_part (guint i)
{
  panel.part[i] = parts[i].make ();
  gtk_box_pack_start (panel.account, panel.part[i], FALSE, FALSE, 0);
}

/* FALSE when there is no place for it. */
static gboolean
put_into_place (void)
{
  g_autoptr (GError) error = NULL;

  if (doctor_frame_add_panel (panel.root, &error))
    return TRUE;
  g_warning ("%s", error->message);
  g_clear_weak_pointer (&panel.root);
  return FALSE;
}

/* --- opening, a piece a turn of the main loop, for all of it would take longer than a picture ---
 */

/* Made when it is first wanted, so that loading the plugin costs nothing. */
gboolean
doctor_panel_prepare (void)
{
  if (!panel.attached)
    return FALSE;
  if (panel.root == NULL) {
    panel.n_made = 0;
    g_set_weak_pointer (&panel.root, build ());
    return TRUE;
  }
  if (panel.n_made < G_N_ELEMENTS (parts)) {
    make_part (panel.n_made++);
    return TRUE;
  }
  return gtk_widget_get_parent (panel.root) == NULL && put_into_place ();
}

static void
show (void)
{
  int width = wanted_width ();

  gtk_widget_show (panel.root);
  panel.given_width = doctor_frame_set_panel_width (width);
}

/* FALSE when everything has its contents. */
static gboolean
fill_next (void)
{
  DoctorCase *c = get_shown ();

  if (panel.n_filled == 0) {
    scroll_up ();
    update_head (c);
  }
  if (c == NULL || panel.n_filled == G_N_ELEMENTS (parts))
    return FALSE;
  parts[panel.n_filled].update (panel.part[panel.n_filled], c);
  panel.n_filled++;
  return TRUE;
}

static void
finish_opening (void)
{
  DoctorCase *c = get_shown ();

  if (panel.is_stale)
    update_shown ();
  else if (c == NULL)
    doctor_overview_update (panel.overview);
  doctor_footer_update (panel.footer, c != NULL ? panel.account_id : 0);
  gtk_widget_grab_focus (panel.chooser);
}

static gboolean
on_open (gpointer data)
{
  if (doctor_panel_prepare ())
    return G_SOURCE_CONTINUE;
  if (panel.root != NULL && !gtk_widget_get_visible (panel.root)) {
    show ();
    return G_SOURCE_CONTINUE;
  }
  if (panel.root != NULL && fill_next ())
    return G_SOURCE_CONTINUE;
  panel.opening = 0;
  if (panel.root != NULL)
    finish_opening ();
  return G_SOURCE_REMOVE;
}

/* Before the next picture is drawn, so that nobody sees it half full. */
static void
open_soon (int account_id)
{
  panel.account_id = account_id;
  panel.n_filled = 0;
  panel.is_stale = FALSE;
  if (panel.opening == 0)
    panel.opening = g_idle_add_full (G_PRIORITY_DEFAULT, on_open, NULL, NULL);
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
  g_clear_handle_id (&panel.opening, g_source_remove);
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
  if (!panel.attached)
    return;
  if (panel.opening == 0 && panel.root != NULL && gtk_widget_get_visible (panel.root))
    open_account (account_id);
  else
    open_soon (account_id);
}

void
doctor_panel_update (DoctorCase *c)
{
  if (panel.root == NULL || !gtk_widget_get_visible (panel.root))
    return;
  if (c != NULL && panel.account_id != 0 && doctor_case_get_account (c) != panel.account_id)
    return;
  if (panel.opening != 0)
    panel.is_stale = TRUE;
  else
    update_shown ();
}
