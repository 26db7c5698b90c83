/* play-socks.h: the part of a SOCKS proxy, played on a socket before the part of the server
 * behind it. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* @words: "5" or "4", then any of: "login USER PASSWORD" (asks for them), "refuse-login",
 * "no-method", "reply N" (the number of the answer), "name" (answers with a host name).
 * Returns what was asked for, "SOCKS5 HOST:PORT", and whether the way is open; NULL when the
 * client spoke otherwise. */
char *play_socks (int fd, const char *words, gboolean *out_open) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
