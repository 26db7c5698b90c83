#include "config.h"
#include "plugin/offers.h"

/* A step is not done here; its words stand with the cause. A refused password may be followed
 * by another one, a change that did not help will not help. */
static gboolean
is_worth_a_try (const DoctorOffer *offer)
{
  if (offer->fix->kind == DOCTOR_FIX_STEP)
    return FALSE;
  return offer->fix->kind == DOCTOR_FIX_SECRET || offer->verdict != DOCTOR_VERDICT_FAILED;
}

const DoctorOffer *
doctor_offers_pick (DoctorCase *c)
{
  GPtrArray *offers = doctor_case_get_offers (c);
  const DoctorOffer *first = NULL;

  for (guint i = 0; i < offers->len; i++) {
    const DoctorOffer *offer = offers->pdata[i];

    if (offer->verdict == DOCTOR_VERDICT_PROVED && offer->fix->kind == DOCTOR_FIX_CHANGE)
      return offer;
    if (first == NULL && is_worth_a_try (offer))
      first = offer;
  }
  return first;
}

const DoctorOffer *
doctor_offers_lookup (DoctorCase *c, const char *key)
{
  GPtrArray *offers = doctor_case_get_offers (c);

  for (guint i = 0; key != NULL && i < offers->len; i++) {
    g_autofree char *other = doctor_offer_dup_key (offers->pdata[i]);

    if (g_str_equal (other, key))
      return offers->pdata[i];
  }
  return NULL;
}

char *
doctor_offer_dup_key (const DoctorOffer *offer)
{
  g_autofree char *changes = NULL;

  if (offer->fix->changes != NULL)
    changes = doctor_facts_print (offer->fix->changes);
  return g_strdup_printf ("%s %d %s", offer->fix->id, (int)offer->fix->scope,
                          changes != NULL ? changes : "");
}
