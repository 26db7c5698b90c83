/* A certificate that the person compared and trusts: into the client's own store. */
#include "plugin/case-private.h"
#include "plugin/bridge.h"
#include "core/i18n.h"

static gboolean
store (DoctorFacts *facts, DoctorScope scope, gboolean once, GError **error)
{
  gsize length = 0;
  const char *encoded = doctor_facts_get_string (facts, scope, "tls.cert.encoded");
  const char *host = doctor_facts_get_string (facts, scope, "server.host");
  gint64 port = doctor_facts_get_int (facts, scope, "server.port", 0);
  g_autofree guchar *der = encoded != NULL ? g_base64_decode (encoded, &length) : NULL;
  if (der == NULL || length == 0 || host == NULL) {
    g_set_error_literal (error, DOCTOR_ERROR, DOCTOR_ERROR_BAD_SETTINGS,
                         _ ("The certificate is not known any more. Examine the account again."));
    return FALSE;
  }
  return doctor_bridge_trust (host, (guint16)port, der, length, once, error);
}

void
doctor_case_trust (DoctorCase *c, const DoctorOffer *offer, gboolean once)
{
  g_autoptr (GError) error = NULL;
  DoctorScope scope = offer->fix->scope;
  if (c->state != DOCTOR_CASE_EXAMINED || offer->fix->kind != DOCTOR_FIX_TRUST)
    return;
  doctor_case_take_problem (c, NULL);
  if (store (c->facts, scope, once, &error))
    doctor_case_await_client (c, 0, scope);
  else
    doctor_case_take_problem (
      c, g_strdup_printf (_ ("The certificate could not be stored: %s"), error->message));
}
