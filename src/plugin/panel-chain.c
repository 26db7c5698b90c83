#include "config.h"
#include "core/i18n.h"
#include "plugin/mark.h"
#include "plugin/panel-parts.h"
#include "plugin/ui.h"

#define MARK_EMS 1.2

/* Words wider than this stand on lines of their own, below the name. */
#define MAX_COLUMNS 34

/* One link: mark, name, words, time, in one row of the grid. */
typedef struct {
  GtkWidget *mark, *name, *text, *time;
  int top; /* line of the grid; the one below is for long words */
} Row;

static const char *const headings[] = {
  [DOCTOR_SCOPE_ACCOUNT] = N_ ("Computer and network"),
  [DOCTOR_SCOPE_RECEIVE] = N_ ("Receiving"),
  [DOCTOR_SCOPE_SEND] = N_ ("Sending"),
};

/* The account or one service: a line that folds, with the chain in it. */
typedef struct {
  DoctorScope scope;
  GtkWidget *expander, *mark, *name, *summary, *grid;
  GPtrArray *rows;   /* Row * */
  int account_id;    /* for which it was folded or opened, */
  gboolean was_open; /* and which of the two */
} Chain;

typedef struct {
  Chain chain[G_N_ELEMENTS (headings)];
} Chains;

static void
add_header (Chain *chain)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  chain->name = gtk_label_new (_ (headings[chain->scope]));
  chain->mark = doctor_mark_new (MARK_EMS);
  chain->summary = doctor_ui_new_label ("doctor-dim");
  gtk_label_set_lines (GTK_LABEL (chain->summary), 2);
  gtk_label_set_ellipsize (GTK_LABEL (chain->summary), PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (chain->mark, GTK_ALIGN_CENTER);
  doctor_ui_set_class (chain->name, "doctor-section", TRUE);
  gtk_box_pack_start (GTK_BOX (box), chain->name, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), chain->mark, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), chain->summary, TRUE, TRUE, 0);
  gtk_widget_show (chain->name);
  gtk_widget_show (box);
  gtk_expander_set_label_widget (GTK_EXPANDER (chain->expander), box);
  doctor_ui_align_title (chain->expander);
}

/* Open, the chain speaks for itself; folded, one mark and one word stand for it. */
static void
refresh_header (Chain *chain)
{
  gboolean folded = !gtk_expander_get_expanded (GTK_EXPANDER (chain->expander));

  gtk_widget_set_visible (chain->mark, folded);
  gtk_widget_set_opacity (chain->summary, folded ? 1 : 0);
}

static void
chain_init (Chain *chain, GtkWidget *box, DoctorScope scope)
{
  chain->scope = scope;
  chain->expander = gtk_expander_new (NULL);
  chain->grid = gtk_grid_new ();
  chain->rows = g_ptr_array_new_with_free_func (g_free);
  add_header (chain);
  gtk_grid_set_column_spacing (GTK_GRID (chain->grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (chain->grid), 6);
  doctor_ui_set_class (chain->grid, "doctor-chain", TRUE);
  gtk_container_add (GTK_CONTAINER (chain->expander), chain->grid);
  gtk_widget_show (chain->grid);
  g_signal_connect_swapped (chain->expander, "notify::expanded", G_CALLBACK (refresh_header),
                            chain);
  gtk_box_pack_start (GTK_BOX (box), chain->expander, FALSE, FALSE, 0);
}

static void
chains_free (gpointer data)
{
  Chains *chains = data;

  for (guint i = 0; i < G_N_ELEMENTS (chains->chain); i++)
    g_ptr_array_unref (chains->chain[i].rows);
  g_free (chains);
}

GtkWidget *
doctor_chains_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  Chains *chains = g_new0 (Chains, 1);

  for (guint i = 0; i < G_N_ELEMENTS (chains->chain); i++)
    chain_init (&chains->chain[i], box, (DoctorScope)i);
  gtk_widget_show (box);
  doctor_ui_own (box, chains, chains_free);
  return box;
}

static Row *
row_new (Chain *chain, guint place)
{
  Row *row = g_new0 (Row, 1);

  row->top = 2 * (int)place;
  row->mark = doctor_mark_new (MARK_EMS);
  row->name = doctor_ui_new_label (NULL);
  row->text = doctor_ui_new_label (NULL);
  row->time = doctor_ui_new_label ("doctor-dim");
  gtk_label_set_line_wrap (GTK_LABEL (row->time), FALSE);
  gtk_label_set_width_chars (GTK_LABEL (row->name), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (row->name), 20);
  gtk_widget_set_valign (row->mark, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (row->text, TRUE);
  gtk_widget_set_valign (row->name, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (row->text, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (row->time, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (row->time, GTK_ALIGN_END);
  /* One text for each link is enough to listen to; it stands on the words. */
  doctor_mark_hush (row->mark);
  doctor_ui_set_role (row->name, ATK_ROLE_REDUNDANT_OBJECT);
  doctor_ui_set_role (row->time, ATK_ROLE_REDUNDANT_OBJECT);
  gtk_grid_attach (GTK_GRID (chain->grid), row->time, 3, row->top, 1, 1);
  gtk_grid_attach (GTK_GRID (chain->grid), row->text, 2, row->top, 1, 1);
  gtk_grid_attach (GTK_GRID (chain->grid), row->name, 1, row->top, 1, 1);
  gtk_grid_attach (GTK_GRID (chain->grid), row->mark, 0, row->top, 1, 1);
  return row;
}

/* From the last to the first: a grid hands its children to a screen reader latest first. */
static void
make_rows (Chain *chain, guint n)
{
  guint had = chain->rows->len;

  if (n <= had)
    return;
  g_ptr_array_set_size (chain->rows, (int)n);
  for (guint i = n; i-- > had;)
    chain->rows->pdata[i] = row_new (chain, i);
}

static guint
count_columns (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return n;
}

/* Words without a time have its room as well. */
static void
place_text (Row *row, const DoctorLink *link)
{
  GtkContainer *grid = GTK_CONTAINER (gtk_widget_get_parent (row->text));
  gboolean below = count_columns (link->text) > MAX_COLUMNS;

  int width = link->ms < 0 ? 2 : 1;

  gtk_container_child_set (grid, row->text, "top-attach", row->top + (below ? 1 : 0), "left-attach",
                           below ? 1 : 2, "width", below ? 3 : width, NULL);
}

/* What a screen reader says of a link. */
static char *
dup_spoken (const DoctorLink *link)
{
  /* Translators: a step, its state, and what was seen: “Encryption: does not work, …” */
  return g_strdup_printf (_ ("%s: %s, %s"), link->name,
                          _ (doctor_mark_for_link (link->state)->word), link->text);
}

static void
show_link (Row *row, const DoctorLink *link)
{
  const DoctorMark *mark = doctor_mark_for_link (link->state);
  gboolean broken = link->state == DOCTOR_LINK_BROKEN;
  g_autofree char *spoken = dup_spoken (link);

  gtk_widget_show (row->mark);
  doctor_mark_set (row->mark, mark);
  doctor_ui_set_text (row->name, link->name);
  doctor_ui_set_text (row->text, link->text);
  doctor_ui_set_name (row->text, spoken);
  doctor_ui_take_text (row->time, doctor_ui_dup_duration (link->ms));
  place_text (row, link);
  doctor_ui_set_class (row->name, "doctor-broken", broken);
  doctor_ui_set_class (row->text, "doctor-broken", broken);
  doctor_ui_set_class (row->text, "doctor-dim", !broken);
}

static void
hide_row (Row *row)
{
  gtk_widget_hide (row->mark);
  gtk_widget_hide (row->name);
  gtk_widget_hide (row->text);
  gtk_widget_hide (row->time);
}

static void
show_links (Chain *chain, GPtrArray *links)
{
  make_rows (chain, links->len);
  for (guint i = 0; i < chain->rows->len; i++) {
    if (i < links->len)
      show_link (chain->rows->pdata[i], links->pdata[i]);
    else
      hide_row (chain->rows->pdata[i]);
  }
}

static const DoctorLink *
find_link (GPtrArray *links, DoctorLinkState state)
{
  for (guint i = 0; i < links->len; i++) {
    const DoctorLink *link = links->pdata[i];

    if (link->state == state)
      return link;
  }
  return NULL;
}

/* The link that the folded line speaks of: the broken one, else the one that is being
 * checked, else a warning; NULL when all are alike. */
static const DoctorLink *
find_telling_link (GPtrArray *links)
{
  static const DoctorLinkState order[]
    = { DOCTOR_LINK_BROKEN, DOCTOR_LINK_RUNNING, DOCTOR_LINK_WARNING };
  const DoctorLink *link = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (order) && link == NULL; i++)
    link = find_link (links, order[i]);
  return link;
}

/* The state of the whole chain: that of the telling link, good when every link is. */
static DoctorLinkState
sum_up (GPtrArray *links)
{
  const DoctorLink *link = find_telling_link (links);

  if (link != NULL)
    return link->state;
  if (find_link (links, DOCTOR_LINK_NOT_REACHED) != NULL)
    return DOCTOR_LINK_NOT_REACHED;
  if (find_link (links, DOCTOR_LINK_WAITING) != NULL)
    return DOCTOR_LINK_WAITING;
  return DOCTOR_LINK_GOOD;
}

static char *
dup_server (DoctorCase *c, DoctorScope scope)
{
  DoctorFacts *facts = doctor_case_get_facts (c);
  const char *host = facts != NULL ? doctor_facts_get_string (facts, scope, "server.host") : NULL;
  g_autofree char *time = NULL;
  int port;

  if (host == NULL)
    return NULL;
  port = (int)doctor_facts_get_int (facts, scope, "server.port", 0);
  time = doctor_ui_dup_duration ((int)doctor_facts_get_int (facts, scope, "probe.ms", -1));
  if (time == NULL)
    return g_strdup_printf ("%s:%d", host, port);
  /* Translators: host, port, and how long it took. */
  return g_strdup_printf (_ ("%s:%d · %s"), host, port, time);
}

static char *
dup_summary (DoctorCase *c, DoctorScope scope, GPtrArray *links, DoctorLinkState sum)
{
  const DoctorLink *link = find_telling_link (links);

  if (link != NULL)
    return g_strdup (link->name);
  if (sum == DOCTOR_LINK_GOOD && scope == DOCTOR_SCOPE_ACCOUNT)
    return g_strdup (((const DoctorLink *)links->pdata[links->len - 1])->text);
  if (sum == DOCTOR_LINK_GOOD)
    return dup_server (c, scope);
  return g_strdup (_ (doctor_mark_for_link (sum)->word));
}

/* What is broken lies open, what works or was not reached at all is one line. While it is found
 * out, receiving is open and the others say on their line how far they are, so that little moves at
 * the end. */
static gboolean
wants_open (const Chain *chain, DoctorCase *c, GPtrArray *links, DoctorLinkState sum)
{
  if (sum == DOCTOR_LINK_GOOD)
    return FALSE;
  if (doctor_case_get_state (c) == DOCTOR_CASE_EXAMINING)
    return chain->scope == DOCTOR_SCOPE_RECEIVE || sum == DOCTOR_LINK_BROKEN;
  if (sum == DOCTOR_LINK_BROKEN || sum == DOCTOR_LINK_WARNING)
    return TRUE;
  return chain->scope != DOCTOR_SCOPE_ACCOUNT && find_link (links, DOCTOR_LINK_GOOD) != NULL;
}

/* Done when that changes, so that what the person opens or folds stays so. */
static void
fold (Chain *chain, DoctorCase *c, gboolean open)
{
  if (chain->account_id == doctor_case_get_account (c) && chain->was_open == open)
    return;
  chain->account_id = doctor_case_get_account (c);
  chain->was_open = open;
  gtk_expander_set_expanded (GTK_EXPANDER (chain->expander), open);
}

/* A chain of which nothing is known says nothing, unless it is being found out. */
static gboolean
is_telling (DoctorCase *c, GPtrArray *links)
{
  if (doctor_case_get_state (c) == DOCTOR_CASE_EXAMINING)
    return links->len > 0;
  for (guint i = 0; i < links->len; i++) {
    const DoctorLink *link = links->pdata[i];

    if (link->state != DOCTOR_LINK_WAITING)
      return TRUE;
  }
  return FALSE;
}

static char *
dup_spoken_heading (DoctorScope scope, DoctorLinkState sum)
{
  const char *word = _ (doctor_mark_for_link (sum)->word);

  if (scope == DOCTOR_SCOPE_ACCOUNT)
    return g_strdup_printf (_ ("Computer and network: %s"), word);
  return scope == DOCTOR_SCOPE_RECEIVE ? g_strdup_printf (_ ("Receiving: %s"), word)
                                       : g_strdup_printf (_ ("Sending: %s"), word);
}

static void
speak (Chain *chain, GPtrArray *links, DoctorLinkState sum)
{
  const DoctorLink *link = find_telling_link (links);
  g_autofree char *name = dup_spoken_heading (chain->scope, sum);
  g_autofree char *description = link != NULL ? dup_spoken (link) : g_strdup ("");

  doctor_ui_set_name (chain->expander, name);
  doctor_ui_set_description (chain->expander, description);
}

static void
chain_update (Chain *chain, DoctorCase *c)
{
  g_autoptr (GPtrArray) links = doctor_case_dup_chain (c, chain->scope);
  g_autofree char *summary = NULL;
  DoctorLinkState sum;

  gtk_widget_set_visible (chain->expander, is_telling (c, links));
  if (!is_telling (c, links))
    return;
  sum = sum_up (links);
  summary = dup_summary (c, chain->scope, links, sum);
  doctor_mark_set (chain->mark, doctor_mark_for_link (sum));
  doctor_ui_set_text (chain->summary, summary);
  show_links (chain, links);
  fold (chain, c, wants_open (chain, c, links, sum));
  speak (chain, links, sum);
}

void
doctor_chains_update (GtkWidget *part, DoctorCase *c)
{
  Chains *chains = doctor_ui_get_part (part);

  for (guint i = 0; i < G_N_ELEMENTS (chains->chain); i++)
    chain_update (&chains->chain[i], c);
}
