#include "config.h"
#include "plugin/offers.h"

/* A refused password may be followed by another one, a change that did not help will not help. */
static gboolean
is_worth_a_try (const DoctorOffer *offer)
{
  return offer->fix->kind != DOCTOR_FIX_CHANGE || offer->verdict != DOCTOR_VERDICT_FAILED;
}

/* Done here, in one go. */
static gboolean
is_done_here (const DoctorOffer *offer)
{
  return offer->fix->kind == DOCTOR_FIX_CHANGE || offer->fix->kind == DOCTOR_FIX_SECRET;
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
    if (!is_worth_a_try (offer))
      continue;
    if (first == NULL)
      first = offer;
    /* Of the remedies of the best finding. */
    else if (!is_done_here (first) && is_done_here (offer)
             && g_strcmp0 (first->cause, offer->cause) == 0)
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
