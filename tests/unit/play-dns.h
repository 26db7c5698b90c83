/* play-dns.h: a name server on a loopback port (UDP and TCP) that plays answers from lines
 * "NAME TYPE ANSWER", and writes down what was asked:
 *   imap.example.org A 192.0.2.1        one record; further lines add records
 *   imap.example.org AAAA 2001:db8::1
 *   www.example.org CNAME real.example.org   the answer goes on with the records of that name
 *   example.org MX 10 mx.example.org    "." is the root
 *   _imaps._tcp.example.org SRV 0 1 993 imap.example.org
 *   example.org TXT "v=spf1 " "-all"    strings in quotation marks, as they follow each other
 *   NAME * WORD   and   * * WORD        instead of an answer, for any type or name:
 *       NXDOMAIN SERVFAIL REFUSED       that code
 *       SILENT                          no answer
 *       GARBAGE                         bytes that are no answer
 *       TRUNCATED                       nothing by UDP, all by TCP
 *   NAME TYPE MANY n                    n records of numbered addresses
 *   NAME TYPE HUGE n                    one TXT record of n bytes
 *   NAME TYPE CHAIN n                   n aliases, each of the next, and no end
 * A name of which no line speaks does not exist; a name without that type has no record. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _PlayDns PlayDns;

/* Listens on a free port of 127.0.0.1, not yet answering. */
PlayDns *play_dns_new (void);
/* "127.0.0.1:PORT". Borrowed. */
const char *play_dns_get_address (PlayDns *dns);
void play_dns_add (PlayDns *dns, const char *line);
void play_dns_start (PlayDns *dns);
/* Joins its thread. Afterwards the questions may be read. */
void play_dns_stop (PlayDns *dns);
/* "NAME TYPE" of every question, in order, names in lower case. Borrowed. */
GPtrArray *play_dns_get_questions (PlayDns *dns);
/* How often that was asked. */
guint play_dns_count (PlayDns *dns, const char *question);
void play_dns_free (PlayDns *dns); /* accepts NULL */

G_END_DECLS
