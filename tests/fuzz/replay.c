/* The main program of a fuzzer in builds without libFuzzer: runs it over its stored inputs,
 * and over cut and damaged copies of them, in a fixed order. */
#include <gio/gio.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

enum { MAX_COPIES = 400 }; /* of each kind for one input: a few seconds under sanitizers */

/* Memory of exactly that size, so that the sanitizer sees each byte read beyond it. */
static void
run_one (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_malloc (MAX (size, 1)); /* never NULL, as with libFuzzer */
  memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
}

static void
run_cut (const guint8 *data, gsize size)
{
  gsize step = MAX (size / MAX_COPIES, 1);
  for (gsize length = 0; length < size; length += step)
    run_one (data, length);
}

static void
run_damaged (guint8 *data, gsize size)
{
  static const guint8 bytes[] = { 0x00, 0x0A, 0xFF, '=', '[', '"' };
  gsize step = MAX (size / MAX_COPIES, 1);
  for (gsize at = 0; at < size; at += step) {
    guint8 saved = data[at];
    data[at] = bytes[(at / step) % G_N_ELEMENTS (bytes)];
    run_one (data, size);
    data[at] = saved;
  }
}

static void
test_input (gconstpointer path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size = 0;
  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  run_one ((guint8 *)data, size);
  run_cut ((guint8 *)data, size);
  run_damaged ((guint8 *)data, size);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* tests/fuzz/corpus/FUZZER, sorted, so that the order is the same everywhere. */
static GPtrArray *
list_inputs (const char *program)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = g_path_get_basename (program);
  const char *fuzzer = g_str_has_prefix (name, "lt-") ? name + strlen ("lt-") : name;
  g_autofree char *folder
    = g_test_build_filename (G_TEST_DIST, "tests", "fuzz", "corpus", fuzzer, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *entry;
  g_assert_no_error (error);
  while ((entry = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, entry, NULL));
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GPtrArray) paths = list_inputs (argv[0]);
  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index (paths, i);
    g_autofree char *name = g_path_get_basename (path);
    g_autofree char *test = g_strconcat ("/replay/", name, NULL);
    g_test_add_data_func (test, path, test_input);
  }
  return g_test_run ();
}
