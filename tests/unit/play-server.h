/* play-server.h: a server on a loopback port that plays a script and writes down what the
 * client said, each line with the protection under which it came. Script lines:
 *   S: text      sends the line (\0 \t \r \n \xHH \\, and @TAG@: the first word of the client's
 *                last line)
 *   S+ text      the same without the line end
 *   C: pattern   expects a client line that matches (glob, without regard to case)
 *   C? pattern   goes on if the client's line matches, else ends the connection
 *   TLS name     switches to TLS with that certificate (play-certificates.h)
 *   SOCKS words  plays a SOCKS proxy first (play-socks.h); what it was asked for is a line
 *   WHEN n       what follows is only for the n-th connection; 0: for all
 *   STALL        says nothing more until the client goes
 *   CLOSE  RESET ends the connection
 *   GARBAGE n    n bytes without sense and without line end
 *   ENDLESS      one line without an end
 *   BLACKHOLE    (alone) does not even take connections
 *   DRAIN        reads whatever still comes (the farewell)
 * IMAP's CAPABILITY, GETQUOTAROOT, NAMESPACE, LSUB and LIST that come along with EXAMINE are
 * answered with a bare OK where the script does not expect them.
 * Each connection plays the script from its beginning. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *line;        /* what the client said, without line end */
  guint connection;  /* counted from 1 */
  char *certificate; /* of the TLS it came in, or NULL: in the clear */
  int tls_version;   /* as SSL_version () */
} PlayedLine;

typedef struct _PlayServer PlayServer;

/* Listens on a free port of 127.0.0.1, not yet answering. */
PlayServer *play_server_new (void);
guint16 play_server_get_port (PlayServer *server);
void play_server_add (PlayServer *server, const char *script_line);
void play_server_start (PlayServer *server);
/* Ends all connections and joins all threads. Afterwards the results may be read. */
void play_server_stop (PlayServer *server);
/* PlayedLine, in order. Borrowed. */
GPtrArray *play_server_get_lines (PlayServer *server);
/* Sentences about client lines that the script did not expect. Borrowed. */
GPtrArray *play_server_get_problems (PlayServer *server);
guint play_server_count_connections (PlayServer *server);
/* Those on which the client said something; the others were a look at the port. */
guint play_server_count_conversations (PlayServer *server);
void play_server_free (PlayServer *server);

G_END_DECLS
