/* The probe that looks at the password itself (steps.h). */
#include "core/hygiene.h"
#include "probe/steps.h"

void
doctor_step_password (DoctorChain *chain)
{
  if (chain->password == NULL || *chain->password == '\0')
    return;
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (gint32));
  guint kinds = doctor_hygiene_look (chain->password, positions);
  doctor_chain_set (chain, "password.oddities", doctor_hygiene_new_words (kinds));
  doctor_chain_set (chain, "password.odd-positions",
                    g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, positions->data,
                                               positions->len, sizeof (gint32)));
}
