#include "core/needles.h"
#include <string.h>

/* A piece of a text: its first bytes are looked for at every place of the other text, the rest only
 * where they stand. */
enum { HEAD_BYTES = DOCTOR_NEEDLE_MIN_BYTES, PIECE_BYTES = 8 };

typedef struct {
  guint32 head;
  guint number;
  guint64 bytes; /* the piece, with zeros behind it when it is shorter */
  guint64 mask;  /* of the bytes that count */
} Needle;

struct _DoctorNeedles {
  GArray *needles; /* Needle, by head */
  guint64 *filter; /* most places have no head: one bit tells it */
  guint shift;     /* of a product of 32 bits, to its place in the filter */
};

DoctorNeedles *
doctor_needles_new (guint n)
{
  DoctorNeedles *needles = g_new0 (DoctorNeedles, 1);
  guint bits = MAX (g_bit_storage (n) + 4, 6); /* one in sixteen is set, or fewer */
  needles->needles = g_array_new (FALSE, FALSE, sizeof (Needle));
  needles->shift = 32 - bits;
  needles->filter = g_new0 (guint64, ((gsize)1 << bits) / 64);
  return needles;
}

void
doctor_needles_free (DoctorNeedles *needles)
{
  if (needles == NULL)
    return;
  g_array_unref (needles->needles);
  g_free (needles->filter);
  g_free (needles);
}

static guint32
read_head (const char *text)
{
  guint32 head;
  memcpy (&head, text, sizeof head);
  return head;
}

/* Up to PIECE_BYTES of @text, zeros behind them. */
static guint64
read_piece (const char *text, gsize length)
{
  guint64 bytes = 0;
  memcpy (&bytes, text, MIN (length, PIECE_BYTES));
  return bytes;
}

static guint
place_of (const DoctorNeedles *needles, guint32 head)
{
  return head * 0x9E3779B1u >> needles->shift;
}

/* Where in @text the piece begins: a head of its own, when there is one. */
static gsize
choose_piece (const DoctorNeedles *needles, const char *text, gsize length)
{
  gsize width = MIN (length, PIECE_BYTES);
  for (gsize i = 0; i + width <= length; i++)
    if (!doctor_set_has (needles->filter, place_of (needles, read_head (text + i))))
      return i;
  return 0;
}

void
doctor_needles_add (DoctorNeedles *needles, const char *text, guint number)
{
  gsize length = strlen (text);
  g_return_if_fail (length >= HEAD_BYTES);
  const char *piece = text + choose_piece (needles, text, length);
  gsize width = MIN (length, PIECE_BYTES);
  Needle needle = { read_head (piece), number, read_piece (piece, width), 0 };
  memset (&needle.mask, 0xff, width);
  doctor_set_add (needles->filter, place_of (needles, needle.head));
  g_array_append_val (needles->needles, needle);
}

static int
compare_needles (gconstpointer a, gconstpointer b)
{
  guint32 left = ((const Needle *)a)->head, right = ((const Needle *)b)->head;
  return (left > right) - (left < right);
}

void
doctor_needles_sort (DoctorNeedles *needles)
{
  g_array_sort (needles->needles, compare_needles);
}

/* The first that is not less. */
static guint
find_head (const GArray *needles, guint32 head)
{
  guint low = 0, high = needles->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index (needles, Needle, middle).head < head)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void
mark_at (const GArray *needles, const char *text, gsize length, guint64 *set)
{
  guint32 head = read_head (text);
  guint64 bytes = read_piece (text, length);
  for (guint i = find_head (needles, head); i < needles->len; i++) {
    const Needle *needle = &g_array_index (needles, Needle, i);
    if (needle->head != head)
      return;
    if ((bytes & needle->mask) == needle->bytes)
      doctor_set_add (set, needle->number);
  }
}

void
doctor_needles_mark (const DoctorNeedles *needles, const char *text, guint64 *set)
{
  gsize length = strlen (text);
  for (gsize i = 0; i + HEAD_BYTES <= length; i++)
    if (doctor_set_has (needles->filter, place_of (needles, read_head (text + i))))
      mark_at (needles->needles, text + i, length - i, set);
}
