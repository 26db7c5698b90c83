#include "command/command.h"
#include "command/explain-batch.h"
#include "command/explanation.h"
#include "command/findings-json.h"
#include "command/findings-text.h"
#include "command/layout.h"
#include "core/engine.h"
#include "core/i18n.h"
#include <string.h>
#include <unistd.h>

enum { MAX_INPUT_BYTES = 4 * 1024 * 1024 };
typedef enum { FORMAT_TEXT, FORMAT_JSON } Format;
static const char *const formats[] = { "text", "json", NULL };

typedef struct {
  gboolean batch;
  char *service, *stage, *provider, *domain, *format, *overlay;
  char **words;
} Options;

static void
options_clear (Options *options)
{
  char *const strings[] = { options->service, options->stage,  options->provider,
                            options->domain,  options->format, options->overlay };
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
  g_strfreev (options->words);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (const DoctorCommand *self, int argc, char **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "batch", 0, 0, G_OPTION_ARG_NONE, &options->batch,
      N_ ("Answer one JSON object a line, from standard input"), NULL },
    { "service", 0, 0, G_OPTION_ARG_STRING, &options->service,
      N_ ("What wrote the text: imap, pop3, smtp, tls, net or oauth"), N_ ("SERVICE") },
    { "stage", 0, 0, G_OPTION_ARG_STRING, &options->stage,
      N_ ("The step to which it belongs, such as auth or mailfrom"), N_ ("STAGE") },
    { "provider", 0, 0, G_OPTION_ARG_STRING, &options->provider,
      N_ ("The mail provider; “list providers” shows those known"), N_ ("ID") },
    { "domain", 0, 0, G_OPTION_ARG_STRING, &options->domain,
      N_ ("The part of the mail address behind the @"), N_ ("DOMAIN") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_ ("How to answer: text or json"),
      N_ ("FORMAT") },
    doctor_command_overlay_entry (&options->overlay),
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL },
    { NULL },
  };
  return doctor_command_parse (self, entries, argc, argv, error);
}

static char *
read_text (void)
{
  GString *text = g_string_new (NULL);
  int c;
  if (isatty (STDIN_FILENO))
    g_printerr ("%s\n", _ ("Paste the text, then press Ctrl-D on a line of its own."));
  while ((c = getc_unlocked (stdin)) != EOF)
    if (text->len < MAX_INPUT_BYTES)
      g_string_append_c (text, c != '\0' ? (char)c : ' ');
  return g_string_free (text, FALSE);
}

static char *
dup_text (const Options *options)
{
  return options->words != NULL ? g_strjoinv (" ", options->words) : read_text ();
}

static void
print_text (GPtrArray *findings, DoctorFacts *facts)
{
  g_autoptr (GString) out = g_string_new (NULL);
  doctor_findings_append_text (out, findings, facts);
  if (out->len == 0)
    doctor_layout_paragraph (out, "", "",
                             _ ("Not determined: nothing that the doctor knows fits this text. "
                                "“account-doctor examine” finds out more from the server itself."));
  doctor_layout_print (out);
}

static void
print_json (GPtrArray *findings, DoctorFacts *facts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  doctor_json_add_findings (builder, findings, facts);
  json_builder_end_object (builder);
  doctor_json_print (builder, TRUE);
}

static DoctorExit
explain (const Options *options, Format format, const char *text, const DoctorKnowledge *knowledge)
{
  const DoctorExplanation explanation = {
    .service = options->service,
    .stage = options->stage,
    .text = text,
    .provider = options->provider,
    .domain = options->domain,
  };
  g_autoptr (DoctorFacts) facts = doctor_explanation_describe (&explanation, knowledge->providers);
  g_autoptr (GPtrArray) findings = doctor_engine_run (knowledge->rules, facts, NULL);
  if (format == FORMAT_JSON)
    print_json (findings, facts);
  else
    print_text (findings, facts);
  return (DoctorExit)doctor_engine_state (findings, facts, DOCTOR_SCOPE_ACCOUNT);
}

DoctorExit
doctor_cmd_explain (const DoctorCommand *self, int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  if (!parse (self, argc, argv, &options, error))
    return DOCTOR_EXIT_UNKNOWN;
  int format = doctor_command_choose ("--format", options.format, formats, error);
  if (format < 0
      || doctor_command_choose ("--service", options.service, doctor_explanation_services, error)
           < 0)
    return DOCTOR_EXIT_UNKNOWN;
  g_autofree char *overlay = doctor_command_dup_overlay (options.overlay);
  g_autoptr (DoctorKnowledge) knowledge = doctor_knowledge_load (overlay);
  if (options.batch) {
    doctor_explain_batch (stdin, knowledge);
    return DOCTOR_EXIT_HEALTHY;
  }
  g_autofree char *text = dup_text (&options);
  if (strspn (text, " \t\r\n") == strlen (text)) {
    g_set_error (error, DOCTOR_ERROR, DOCTOR_ERROR_USAGE, _ ("There is no text to explain."));
    return DOCTOR_EXIT_UNKNOWN;
  }
  return explain (&options, format, text, knowledge);
}
