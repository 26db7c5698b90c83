/* layout.h: text for a terminal: columns, wrapping, and nothing in it that a terminal would
 * obey. Widths are in terminal columns; East Asian wide characters take two. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

enum { DOCTOR_LAYOUT_WIDTH = 78 };

/* Appends @text to @out, wrapped to DOCTOR_LAYOUT_WIDTH columns; the first line begins with
 * @first, the following ones with @rest; ends with a newline. Newlines in @text are kept.
 * Control characters and those that change the direction of writing become "·": the text
 * may be a server's. @text may be any bytes; when it is empty, nothing is appended. */
void doctor_layout_paragraph (GString *out, const char *first, const char *rest, const char *text);
/* Appends a row: @name, blanks up to @column, then @text wrapped with the rest hanging there.
 * A name that is longer, or has no text, gets a line of its own. */
void
doctor_layout_row (GString *out, guint indent, guint column, const char *name, const char *text);
/* Columns that @text takes. */
guint doctor_layout_measure (const char *text);

/* Writes to standard output in the charset of the locale. */
void doctor_layout_print (const GString *text);

G_END_DECLS
