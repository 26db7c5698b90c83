#include "command/folderlist.h"
#include <string.h>

typedef struct {
  char *type, *name; /* wanted; @name NULL: any */
  char *path;        /* found */
} Search;

static void
on_element (GMarkupParseContext *context,
            const char *element,
            const char **names,
            const char **values,
            gpointer data,
            GError **error)
{
  Search *search = data;
  const char *type = NULL, *name = NULL, *path = NULL;
  if (strcmp (element, "folder") != 0 || search->path != NULL)
    return;
  for (guint i = 0; names[i] != NULL; i++) {
    if (strcmp (names[i], "type") == 0)
      type = values[i];
    else if (strcmp (names[i], "name") == 0)
      name = values[i];
    else if (strcmp (names[i], "path") == 0)
      path = values[i];
  }
  gboolean wanted = g_strcmp0 (type, search->type) == 0
                    && (search->name == NULL || g_strcmp0 (name, search->name) == 0);
  if (wanted && path != NULL && *path != '\0')
    search->path = g_strdup (path);
}

/* "#mh/Mailbox/inbox": type, name of the mailbox, and what is in it. */
static void
split_identifier (Search *search, const char *identifier)
{
  g_auto (GStrv) parts
    = g_strsplit (identifier != NULL && *identifier == '#' ? identifier + 1 : "mh", "/", 3);
  search->type = g_strdup (parts[0] != NULL ? parts[0] : "mh");
  search->name = parts[0] != NULL && parts[1] != NULL ? g_strdup (parts[1]) : NULL;
}

char *
doctor_folderlist_dup_path (const char *xml, gsize length, const char *identifier)
{
  static const GMarkupParser parser = { .start_element = on_element };
  Search search = { 0 };
  split_identifier (&search, identifier);
  g_autoptr (GMarkupParseContext) context
    = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &search, NULL);
  /* What was read before a fault counts: the client writes the file anew when it starts. */
  if (length == 0 || !g_markup_parse_context_parse (context, xml, (gssize)length, NULL))
    g_debug ("folderlist.xml: no well-formed end");
  g_free (search.type);
  g_free (search.name);
  return search.path;
}
