/* play-text.h: the texts of a script (play-server.h). Pure. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Whether @line is as the glob @pattern says, without regard to case. */
gboolean play_matches (const char *pattern, const char *line);
/* @text with its escapes and @TAG@ (@tag; NULL: nothing) replaced. */
GString *play_expand (const char *text, const char *tag) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
