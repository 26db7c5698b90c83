#include "core/oauth-error.h"
#include "core/wire-parts.h"
#include <string.h>

/* One line, or the lines that belong together, of the text to explain. */
typedef struct {
  DoctorWireReply reply; /* status NULL: words without a reply */
  gboolean is_reply;
  gboolean is_wrapped; /* the reply stood inside a client's words */
  gboolean is_marked;  /* a mark such as "ESMTP< " says that the server wrote it */
  gboolean is_client;  /* what the client said decides nothing */
  GString *text;
} Part;

typedef struct {
  const char *protocol;
  DoctorFacts *facts; /* for the account's own names */
  DoctorScope scope;
  GPtrArray *parts; /* Part * */
} Explanation;

static void
part_free (gpointer data)
{
  Part *part = data;
  g_string_free (part->text, TRUE);
  g_free (part);
}

static Part *
add_part (Explanation *e, const char *text)
{
  Part *part = g_new0 (Part, 1);
  part->text = g_string_new (text);
  g_ptr_array_add (e->parts, part);
  return part;
}

static Part *
last_part (Explanation *e)
{
  return e->parts->len > 0 ? g_ptr_array_index (e->parts, e->parts->len - 1) : NULL;
}

static void
append_line (Part *part, const char *line)
{
  g_string_append_c (part->text, '\n');
  g_string_append (part->text, line);
}

/* --- what Claws Mail writes around an IMAP login (imap.c, etpan/imap-thread.c) ---
 *
 * Lines are not logged during the login. Afterwards come the words of the reply without tag,
 * status and code ("IMAP< Authentication failed."), those of an ALERT, and its own verdict. */

static const char claws_mark[] = "IMAP< ";
static const char claws_alert[] = "Alert: ";
static const char claws_refused[] = "Error logging in to ";
static const char claws_accepted[] = "Login to ";

static void
read_claws_line (Explanation *e, const char *body)
{
  Part *last = last_part (e);
  if (g_str_has_prefix (body, claws_refused)) {
    if (last != NULL && last->is_reply && last->reply.status == NULL)
      last->reply.status = "no";
    return;
  }
  if (g_str_has_prefix (body, claws_accepted) || body[0] == '[' || body[0] == '*' || body[0] == '+')
    return;
  gboolean is_alert = g_str_has_prefix (body, claws_alert);
  Part *part = add_part (e, is_alert ? body + strlen (claws_alert) : body);
  part->is_reply = part->is_marked = TRUE;
  if (is_alert)
    g_strlcpy (part->reply.code, "ALERT", sizeof part->reply.code);
}

/* --- lines to parts --- */

/* RFC 5321 §4.2.1: the lines of one reply carry the same code, all but the last a hyphen.
 * Clients that take the codes away leave the enhanced ones (RFC 2034 §4). */
static gboolean
continues_reply (Part *last, const DoctorWireReply *reply)
{
  if (last == NULL || !last->is_reply)
    return FALSE;
  if (reply->smtp_code == 0)
    return reply->enhanced[0] != '\0' && g_str_equal (reply->enhanced, last->reply.enhanced);
  return last->reply.is_more && reply->smtp_code == last->reply.smtp_code;
}

static Part *
add_reply (Explanation *e, const char *text, const DoctorWireReply *reply)
{
  Part *last = last_part (e);
  if (continues_reply (last, reply)) {
    append_line (last, text);
    last->reply.is_more = reply->is_more;
    if (last->reply.enhanced[0] == '\0')
      memcpy (last->reply.enhanced, reply->enhanced, sizeof reply->enhanced);
    return last;
  }
  Part *part = add_part (e, text);
  part->reply = *reply;
  part->is_reply = TRUE;
  return part;
}

/* Lines of a server that are data, not words: "* CAPABILITY …", "+ …". */
static gboolean
is_server_data (const char *body)
{
  return g_str_has_prefix (body, "* ") || g_str_has_prefix (body, "+ ") || g_str_equal (body, "+");
}

static const char *
lookup_error (Explanation *e, const char *text)
{
  g_autofree char *words = doctor_wire_dup_words (text, e->facts, e->scope);
  return doctor_wire_lookup_error (words);
}

static void
add_words (Explanation *e, const char *line)
{
  Part *last = last_part (e);
  gboolean follows = last != NULL && !last->is_client && !last->is_marked;
  /* a server's reply may be folded; a sentence of the library is a part of its own */
  if (follows && (!last->is_reply || lookup_error (e, line) == NULL))
    append_line (last, line);
  else
    add_part (e, line);
}

/* "5.7.0 Must issue … (530 5.7.0 …)": the code may stand further on. */
static gboolean
parse_reply (Explanation *e, const char *body, DoctorWireReply *reply)
{
  DoctorWireReply whole;
  if (!doctor_wire_parse_reply (body, e->protocol, reply))
    return FALSE;
  gboolean is_bare = reply->smtp_code == 0 && reply->enhanced[0] != '\0';
  if (is_bare && doctor_wire_find_reply (body, "smtp", &whole) && whole.smtp_code != 0)
    *reply = whole;
  return TRUE;
}

static void
read_line (Explanation *e, const char *line)
{
  DoctorWireSide side;
  DoctorWireReply reply;
  const char *body = doctor_wire_body (line, &side);
  if (body[0] == '\0')
    return;
  if (side == DOCTOR_WIRE_CLIENT)
    add_part (e, body)->is_client = TRUE;
  else if (parse_reply (e, body, &reply))
    add_reply (e, body, &reply)->is_marked = side == DOCTOR_WIRE_SERVER;
  else if (is_server_data (body))
    return;
  else if (side == DOCTOR_WIRE_SERVER && strstr (line, claws_mark) != NULL)
    read_claws_line (e, body);
  else if (doctor_wire_find_reply (body, e->protocol, &reply))
    add_reply (e, body, &reply)->is_wrapped = TRUE;
  else
    add_words (e, body);
}

static void
read_text (Explanation *e, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    read_line (e, *line);
}

/* --- the part that decides --- */

/* What follows from a refusal before it, and says nothing of its own: the goodbye (IMAP BYE,
 * SMTP 421), a command out of order (503), "no valid recipients" (554 5.5.1), the summary of
 * a mail server that failed to deliver (554 5.0.0). */
static gboolean
is_aftermath (const Part *part)
{
  const DoctorWireReply *reply = &part->reply;
  return g_strcmp0 (reply->status, "bye") == 0 || reply->smtp_code == 421 || reply->smtp_code == 503
         || (reply->smtp_code == 554
             && (g_str_equal (reply->enhanced, "5.5.1") || g_str_equal (reply->enhanced, "5.0.0")));
}

/* "* BYE" is how a server ends every session that the client logs out of (RFC 3501 §6.1.3). */
static gboolean
is_goodbye_on_demand (Explanation *e, guint i)
{
  const Part *part = g_ptr_array_index (e->parts, i);
  if (g_strcmp0 (part->reply.status, "bye") != 0)
    return FALSE;
  const Part *before = i > 0 ? g_ptr_array_index (e->parts, i - 1) : NULL;
  const Part *after = i + 1 < e->parts->len ? g_ptr_array_index (e->parts, i + 1) : NULL;
  return (before != NULL && before->is_client && g_str_has_suffix (before->text->str, "LOGOUT"))
         || (after != NULL && g_strcmp0 (after->reply.status, "ok") == 0);
}

/* A connection that ends behind a refusal is its consequence. */
static gboolean
is_ending (const char *error)
{
  static const char *const endings[] = { "closed", "reset", "timeout", NULL };
  return g_strv_contains (endings, error);
}

typedef struct {
  const Part *part;  /* NULL: no reply, the text as a whole */
  const char *error; /* as reply.error, or NULL */
} Decision;

/* A code that a client shows by itself stood in a refusal. */
static gboolean
is_failure (const Part *part)
{
  return doctor_wire_is_failure (&part->reply) || (part->is_wrapped && part->reply.code[0] != '\0');
}

/* The last failure decides, be it a server's reply or a library's error. */
static Decision
decide (Explanation *e)
{
  Decision decision = { NULL, NULL };
  gboolean has_failed = FALSE;
  for (guint i = 0; i < e->parts->len; i++) {
    const Part *part = g_ptr_array_index (e->parts, i);
    const char *error = NULL;
    if (part->is_client || is_goodbye_on_demand (e, i))
      continue;
    if (!part->is_reply && (error = lookup_error (e, part->text->str)) == NULL)
      continue;
    gboolean fails = error != NULL || is_failure (part);
    gboolean follows = part->is_reply
                         ? is_aftermath (part)
                         : decision.part != NULL && decision.part->is_reply && is_ending (error);
    if (has_failed && (!fails || follows))
      continue;
    decision = (Decision){ part, error };
    has_failed = fails;
  }
  return decision;
}

/* The words to show and to match: those of the part that decides. Where that is a reply that
 * says all is well, the words around it say what is wrong. */
static const char *
choose_text (Explanation *e, const Decision *decision, const char *text)
{
  if (decision->part == NULL)
    return text;
  if (!decision->part->is_reply || is_failure (decision->part)
      || decision->part->reply.status == NULL)
    return decision->part->text->str;
  for (guint i = 0; i < e->parts->len; i++) {
    const Part *part = g_ptr_array_index (e->parts, i);
    if (!part->is_reply && !part->is_client)
      return text;
  }
  return decision->part->text->str;
}

/* The codes that begin each further line of a reply (RFC 5321 §4.2.1), be it folded into one
 * line by a client, tear phrases apart; spelled out they are words that no server wrote. */
static char *
dup_without_codes (const char *text)
{
  static gsize ready = 0;
  if (g_once_init_enter (&ready)) {
    GRegex *codes = g_regex_new ("(?<=\\s)[245]\\d\\d[- ]?(?:[245]\\.\\d{1,3}\\.\\d{1,3})?[- ]"
                                 "|(?<=\\n)[245]\\.\\d{1,3}\\.\\d{1,3} "
                                 "|severity: \\w+, category: \\w+, detail: \\w+",
                                 G_REGEX_OPTIMIZE, 0, NULL);
    g_once_init_leave (&ready, (gsize)codes);
  }
  char *plain = g_regex_replace_literal ((GRegex *)ready, text, -1, 0, "", 0, NULL);
  return plain != NULL ? plain : g_strdup (text);
}

/* --- facts --- */

static void
clear (DoctorFacts *facts, DoctorScope scope)
{
  static const char *const names[]
    = { "text", "words", "around", "stage", "status", "code", "smtp-code", "enhanced", "error" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *prefix = doctor_scope_to_string (scope);
    g_autofree char *name
      = g_strconcat (prefix ? prefix : "", prefix ? "." : "", "reply.", names[i], NULL);
    doctor_facts_unset (facts, name);
  }
}

static void
set_string (
  DoctorFacts *facts, DoctorScope scope, const char *name, const char *value, DoctorSource source)
{
  if (value != NULL && value[0] != '\0')
    doctor_facts_set_scoped (facts, scope, name, g_variant_new_string (value), source);
}

static void
set_reply (DoctorFacts *facts, DoctorScope scope, const DoctorWireReply *reply, DoctorSource source)
{
  set_string (facts, scope, "reply.status", reply->status != NULL ? reply->status : "none", source);
  set_string (facts, scope, "reply.code", reply->code, source);
  set_string (facts, scope, "reply.enhanced", reply->enhanced, source);
  if (reply->smtp_code != 0)
    doctor_facts_set_scoped (facts, scope, "reply.smtp-code",
                             g_variant_new_int32 (reply->smtp_code), source);
}

/* Not what a probe heard: that stands beside the reply that it explains. */
static void
clear_oauth (DoctorFacts *facts, DoctorScope scope, const char *name)
{
  DoctorSource source = DOCTOR_SOURCE_PROBE;
  const char *full = NULL;
  if (doctor_facts_lookup_full (facts, scope, name, NULL, &full, &source)
      && source != DOCTOR_SOURCE_PROBE)
    doctor_facts_unset (facts, full);
}

/* What a server says of a token travels in base64, which scrubbing takes for a secret. */
static void
set_oauth (DoctorFacts *facts, DoctorScope scope, const char *text, DoctorSource source)
{
  static const struct {
    const char *member, *fact;
  } members[] = { { "status", "oauth.status" }, { "scope", "oauth.scope" } };
  g_autofree char *error = text == NULL ? NULL : doctor_oauth_find_error (text);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    clear_oauth (facts, scope, members[i].fact);
  for (guint i = 0; error != NULL && i < G_N_ELEMENTS (members); i++) {
    g_autofree char *value = doctor_oauth_dup_member (error, members[i].member);
    g_autofree char *harmless = doctor_wire_scrub (value, DOCTOR_WIRE_MAX_LINE_BYTES);
    set_string (facts, scope, members[i].fact, harmless, source);
  }
}

/* There a server's reply hands on what its own TLS library says ("454 TLS handshake failed: remote
 * error: bad certificate"). */
static gboolean
is_about_tls (const char *stage)
{
  return g_strcmp0 (stage, "tls") == 0 || g_strcmp0 (stage, "starttls") == 0;
}

void
doctor_wire_explain (DoctorFacts *facts,
                     DoctorScope scope,
                     const char *protocol,
                     const char *stage,
                     const char *text,
                     DoctorSource source)
{
  static const DoctorWireReply nothing = { 0 };
  g_autofree char *scrubbed = doctor_wire_scrub (text, DOCTOR_WIRE_MAX_TEXT_BYTES);
  clear (facts, scope);
  set_string (facts, scope, "reply.stage", stage, source);
  set_oauth (facts, scope, text, source);
  if (scrubbed[0] == '\0')
    return;
  Explanation e = { protocol, facts, scope, g_ptr_array_new_with_free_func (part_free) };
  read_text (&e, scrubbed);
  Decision decision = decide (&e);
  if (decision.part != NULL && decision.error == NULL && is_about_tls (stage))
    decision.error = lookup_error (&e, decision.part->text->str);
  const char *chosen = choose_text (&e, &decision, scrubbed);
  g_autofree char *around = doctor_wire_dup_words (scrubbed, facts, scope);
  g_autofree char *plain = dup_without_codes (chosen);
  g_autofree char *words = doctor_wire_dup_words (plain, facts, scope);
  set_string (facts, scope, "reply.text", chosen, source);
  set_string (facts, scope, "reply.words", words, source);
  set_string (facts, scope, "reply.around", around, source);
  set_string (facts, scope, "reply.error", decision.error, source);
  set_reply (facts, scope, decision.part != NULL ? &decision.part->reply : &nothing, source);
  g_ptr_array_unref (e.parts);
}
