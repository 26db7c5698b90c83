#include "config.h"
#include "plugin/turn.h"
#include "core/i18n.h"

static const struct {
  const char *owner, *sentence, *word;
} turns[] = {
  { "you", N_ ("The next step is yours."), NC_ ("whose turn", "up to you") },
  { "network", N_ ("The next step is up to whoever runs this network."),
    NC_ ("whose turn", "up to this network") },
  { "administrator", N_ ("The next step is up to your administrator."),
    NC_ ("whose turn", "up to your administrator") },
  { "provider", N_ ("The next step is up to the provider."),
    NC_ ("whose turn", "up to the provider") },
};

static guint
find (const DoctorFinding *finding)
{
  const char *owner = doctor_finding_type_get_owner (finding->type);

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++) {
    if (g_str_equal (turns[i].owner, owner))
      return i;
  }
  g_return_val_if_reached (0);
}

const char *
doctor_turn_get_sentence (const DoctorFinding *finding)
{
  return _ (turns[find (finding)].sentence);
}

const char *
doctor_turn_get_word (const DoctorFinding *finding)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "whose turn", turns[find (finding)].word);
}
