#include "core/der.h"

/* What is left to read. */
typedef struct {
  const guint8 *at;
  gsize left;
} Bytes;

enum { INTEGER = 0x02, SEQUENCE = 0x30, VERSION = 0xa0 }; /* X.690 §8.1.2, RFC 5280 §4.1 */

static gboolean
take (Bytes *bytes, gsize n, Bytes *out)
{
  if (n > bytes->left)
    return FALSE;
  out->at = bytes->at;
  out->left = n;
  bytes->at += n;
  bytes->left -= n;
  return TRUE;
}

/* The length after a tag: short, or in up to four bytes (X.690 §10.1). */
static gboolean
take_length (Bytes *bytes, gsize *out_length)
{
  Bytes first, rest;
  gsize length = 0;
  if (!take (bytes, 1, &first))
    return FALSE;
  if (*first.at < 0x80) {
    *out_length = *first.at;
    return TRUE;
  }
  gsize n = *first.at & 0x7f;
  if (n == 0 || n > 4 || !take (bytes, n, &rest))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    length = length << 8 | rest.at[i];
  *out_length = length;
  return TRUE;
}

/* Takes the next value when it has @tag: its contents, and all of it with the head. */
static gboolean
take_value (Bytes *bytes, guint8 tag, Bytes *out_contents, Bytes *out_whole)
{
  Bytes head, start = *bytes;
  gsize length = 0;
  if (bytes->left == 0 || *bytes->at != tag || !take (bytes, 1, &head)
      || !take_length (bytes, &length) || !take (bytes, length, out_contents))
    return FALSE;
  out_whole->at = start.at;
  out_whole->left = start.left - bytes->left;
  return TRUE;
}

char *
doctor_der_dup_key_sum (const guint8 *der, gsize length)
{
  /* Serial number, algorithm, issuer, validity, subject, and then the key. */
  static const guint8 tags[] = { INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE };
  Bytes all = { der, length }, certificate, body, contents, whole = { NULL, 0 };
  if (!take_value (&all, SEQUENCE, &certificate, &whole)
      || !take_value (&certificate, SEQUENCE, &body, &whole))
    return NULL;
  if (body.left > 0 && *body.at == VERSION && !take_value (&body, VERSION, &contents, &whole))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (!take_value (&body, tags[i], &contents, &whole))
      return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, whole.at, whole.left);
}
