/* The panel never keeps the window waiting: it is built, and brought up to date, within a frame. */
#include "config.h"
#include "plugin/frame.h"
#include "plugin/panel.h"
#include "tests/widgets/display.h"
#include "tests/widgets/scene.h"
#include <time.h>

/* At 60 pictures a second. */
#define FRAME_MS 16.0
/* The sanitizers take their own time. */
#if defined(__SANITIZE_ADDRESS__)
#define LIMIT_MS (8 * FRAME_MS)
#else
#define LIMIT_MS FRAME_MS
#endif
#define N_RUNS 5

/* Time that this thread itself has worked: other programs do not count. */
static double
get_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static void
assert_quick (const char *what, double ms)
{
  g_test_message ("%s: %.1f ms", what, ms);
  g_assert_cmpfloat (ms, <=, LIMIT_MS);
}

/* The best of a few, for the first one also warms up the caches. */
static double
measure_update (const char *fixture)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_RUNS; i++) {
    DoctorCase *other = fake_add (OFFICE, "Office", "taro@example.jp", "idle");
    DoctorCase *c = NULL;
    double start;

    doctor_panel_update (other);
    display_settle ();
    c = fake_add (OFFICE, "Office", "taro@example.jp", fixture);
    start = get_ms ();
    doctor_panel_update (c);
    best = MIN (best, get_ms () - start);
    display_settle ();
  }
  return best;
}

static void
test_updates (void)
{
  scene_show ("idle");
  for (const char *const *name = fake_list (); *name != NULL; name++)
    assert_quick (*name, measure_update (*name));
  scene_close ();
}

/* The longest turn of the main loop from asking for the panel to its being filled. */
static double
measure_opening (void)
{
  double start, longest;

  fake_add (OFFICE, "Office", "taro@example.jp", "proved");
  scene_open ();
  start = get_ms ();
  doctor_panel_show (OFFICE);
  longest = get_ms () - start;
  while (!doctor_frame_panel_has_focus ()) {
    start = get_ms ();
    gtk_main_iteration ();
    longest = MAX (longest, get_ms () - start);
  }
  display_settle ();
  scene_close ();
  return longest;
}

static void
test_opening (void)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_RUNS; i++) {
    double ms = measure_opening ();

    g_test_message ("opening %u: %.1f ms", i + 1, ms);
    best = MIN (best, ms);
  }
  assert_quick ("opening", best);
}

static void
test_table (void)
{
  double best = G_MAXDOUBLE;

  scene_show ("proved");
  for (int id = 2; id <= 20; id++)
    fake_add (id, "Home", "home@example.org", id % 2 != 0 ? "healthy" : "password");
  for (guint i = 0; i < N_RUNS; i++) {
    double start = get_ms ();

    doctor_panel_update (NULL);
    doctor_panel_show (0);
    best = MIN (best, get_ms () - start);
    display_settle ();
  }
  assert_quick ("twenty accounts", best);
  scene_close ();
}

static const SceneTest tests[] = {
  { "/speed/updates", test_updates },
  { "/speed/opening", test_opening },
  { "/speed/table", test_table },
};

int
main (int argc, char **argv)
{
  return scene_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
