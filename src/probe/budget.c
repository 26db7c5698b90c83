#include "probe/budget.h"

struct _DoctorBudget {
  GMutex lock;
  guint used;
};

DoctorBudget *
doctor_budget_new (void)
{
  DoctorBudget *budget = g_new0 (DoctorBudget, 1);
  g_mutex_init (&budget->lock);
  return budget;
}

void
doctor_budget_free (DoctorBudget *budget)
{
  if (budget == NULL)
    return;
  g_mutex_clear (&budget->lock);
  g_free (budget);
}

gboolean
doctor_budget_take (DoctorBudget *budget, guint kept_back)
{
  if (budget == NULL)
    return TRUE;
  g_mutex_lock (&budget->lock);
  gboolean may = budget->used + kept_back < DOCTOR_BUDGET_CONVERSATIONS;
  budget->used += may;
  g_mutex_unlock (&budget->lock);
  return may;
}

void
doctor_budget_give_back (DoctorBudget *budget)
{
  if (budget == NULL)
    return;
  g_mutex_lock (&budget->lock);
  budget->used -= budget->used > 0;
  g_mutex_unlock (&budget->lock);
}

guint
doctor_budget_get_used (DoctorBudget *budget)
{
  g_mutex_lock (&budget->lock);
  guint used = budget->used;
  g_mutex_unlock (&budget->lock);
  return used;
}
