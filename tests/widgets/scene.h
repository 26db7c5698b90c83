/* scene.h: a host window with the plugin's widgets in it, for one test. */
#pragma once
#include "tests/widgets/fake.h"

G_BEGIN_DECLS

/* Numbers of two accounts. */
#define OFFICE 1
#define HOME 2

extern GtkWidget *scene_window; /* of the host; NULL between two scenes */

void scene_open (void);
void scene_close (void);
/* Opens a scene with the account OFFICE in the panel. */
DoctorCase *scene_show (const char *fixture);

/* What is to be seen anywhere in the window. */
void scene_assert_text (const char *words);
void scene_assert_no_text (const char *words);
/* The verbs called since the last question. */
void scene_assert_verbs (const char *expected);
void scene_click (const char *words);
/* Words on the button of the first remedy. */
char *scene_dup_remedy (DoctorCase *c) G_GNUC_WARN_UNUSED_RESULT;

/* main () of such a test. */
typedef struct {
  const char *path;
  GTestFunc test;
} SceneTest;
int scene_main (int argc, char **argv, const SceneTest *tests, guint n_tests);

G_END_DECLS
