#include "command/findings-json.h"
#include "command/lookup.h"

static void
add_servers (JsonBuilder *builder, const DoctorLookupAnswer *answer)
{
  json_builder_set_member_name (builder, "servers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < answer->servers->len; i++) {
    const DoctorLookupServer *server = g_ptr_array_index (answer->servers, i);
    json_builder_begin_object (builder);
    doctor_json_add_string (builder, "protocol", server->protocol);
    doctor_json_add_string (builder, "host", server->host);
    json_builder_set_member_name (builder, "port");
    json_builder_add_int_value (builder, server->port);
    doctor_json_add_string (builder, "security", server->security);
    doctor_json_add_string (builder, "origin", doctor_origin_to_string (server->origin));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_note (JsonBuilder *builder, const DoctorNote *note)
{
  json_builder_begin_object (builder);
  if (note->date != NULL) {
    doctor_json_add_string (builder, "date", note->date);
    doctor_json_add_string (builder, "about", note->about);
  }
  doctor_json_add_string (builder, "text", note->text);
  json_builder_set_member_name (builder, "doubtful");
  json_builder_add_boolean_value (builder, note->is_doubtful);
  json_builder_end_object (builder);
}

static void
add_notes (JsonBuilder *builder,
           const char *member,
           const DoctorProvider *provider,
           guint n,
           const DoctorNote *(*get) (const DoctorProvider *provider, guint i))
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_note (builder, get (provider, i));
  json_builder_end_array (builder);
}

static void
add_provider (JsonBuilder *builder, const DoctorProvider *provider)
{
  doctor_json_add_string (builder, "doubt", doctor_provider_get (provider, "Doubt"));
  add_notes (builder, "notes", provider, doctor_provider_get_n_notes (provider),
             doctor_provider_get_note);
  add_notes (builder, "changes", provider, doctor_provider_get_n_changes (provider),
             doctor_provider_get_change);
}

void
doctor_lookup_answer_print_json (const DoctorLookupAnswer *answer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  doctor_json_add_string (builder, "domain", answer->domain);
  doctor_json_add_string (builder, "provider",
                          answer->provider != NULL ? doctor_provider_get_id (answer->provider)
                                                   : NULL);
  add_servers (builder, answer);
  if (answer->provider != NULL)
    add_provider (builder, answer->provider);
  /* whoever asks has named the address */
  doctor_json_add_facts (builder, answer->facts, TRUE);
  json_builder_end_object (builder);
  doctor_json_print (builder, TRUE);
}
