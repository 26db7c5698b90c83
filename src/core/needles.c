#include "core/needles.h"
#include <string.h>

/* A piece of a text: its first bytes are looked for at every place of the other text, the rest only
 * where they stand. */
enum { HEAD_BYTES = DOCTOR_NEEDLE_MIN_BYTES, PIECE_BYTES = 8 };

/* Sixteen places for each needle, and one bucket. */
enum { BUCKET_BITS = 4 };

typedef struct {
  guint64 bytes; /* the piece, with zeros behind it when it is shorter */
  guint32 width; /* of the piece */
  guint32 number;
} Needle;

struct _DoctorNeedles {
  GArray *added;                  /* Needle; NULL when they are sorted */
  Needle *sorted;                 /* by bucket */
  guint *starts;                  /* the first needle of each bucket of places, and their number */
  guint64 *filter;                /* by place: most heads are of no needle, one bit tells it */
  guint shift;                    /* of a product of 32 bits, to its place */
  guint64 masks[PIECE_BYTES + 1]; /* by width: the bytes that count */
};

DoctorNeedles *
doctor_needles_new (guint n)
{
  DoctorNeedles *needles = g_new0 (DoctorNeedles, 1);
  guint bits = MAX (g_bit_storage (n) + BUCKET_BITS, 6);
  needles->added = g_array_new (FALSE, FALSE, sizeof (Needle));
  needles->shift = 32 - bits;
  needles->filter = g_new0 (guint64, ((gsize)1 << bits) / 64);
  for (guint width = 0; width <= PIECE_BYTES; width++)
    memset (&needles->masks[width], 0xff, width);
  return needles;
}

void
doctor_needles_free (DoctorNeedles *needles)
{
  if (needles == NULL)
    return;
  g_clear_pointer (&needles->added, g_array_unref);
  g_free (needles->sorted);
  g_free (needles->starts);
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

static guint
bucket_of (const DoctorNeedles *needles, guint32 head)
{
  return place_of (needles, head) >> BUCKET_BITS;
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
  guint32 width = (guint32)MIN (length, PIECE_BYTES);
  Needle needle = { read_piece (piece, width), width, number };
  doctor_set_add (needles->filter, place_of (needles, read_head (piece)));
  g_array_append_val (needles->added, needle);
}

static guint
bucket_of_needle (const DoctorNeedles *needles, const Needle *needle)
{
  return bucket_of (needles, read_head ((const char *)&needle->bytes));
}

void
doctor_needles_sort (DoctorNeedles *needles)
{
  guint n_buckets = (1U << (32 - needles->shift)) >> BUCKET_BITS;
  const Needle *added = (const Needle *)needles->added->data;
  guint n = needles->added->len;
  needles->starts = g_new0 (guint, n_buckets + 1);
  needles->sorted = g_new (Needle, n);
  for (guint i = 0; i < n; i++)
    needles->starts[bucket_of_needle (needles, &added[i])]++;
  for (guint bucket = 1; bucket <= n_buckets; bucket++) /* for now the end of each */
    needles->starts[bucket] += needles->starts[bucket - 1];
  for (guint i = n; i-- > 0;)
    needles->sorted[--needles->starts[bucket_of_needle (needles, &added[i])]] = added[i];
  g_clear_pointer (&needles->added, g_array_unref);
}

static void
mark_at (const DoctorNeedles *needles, const char *text, gsize length, guint64 *set)
{
  guint32 head = read_head (text);
  guint64 bytes = read_piece (text, length);
  const guint *start = &needles->starts[bucket_of (needles, head)];
  for (guint i = start[0]; i < start[1]; i++) {
    const Needle *needle = &needles->sorted[i];
    if ((bytes & needles->masks[needle->width]) == needle->bytes)
      doctor_set_add (set, needle->number);
  }
}

void
doctor_needles_mark (const DoctorNeedles *needles, const char *text, guint64 *set)
{
  gsize length = strlen (text);
  for (gsize i = 0; i + HEAD_BYTES <= length; i++)
    if (doctor_set_has (needles->filter, place_of (needles, read_head (text + i))))
      mark_at (needles, text + i, length - i, set);
}
