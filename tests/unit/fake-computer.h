/* fake-computer.h: a computer for tests in the place of the one they run on, so that nothing
 * depends on it. Without further words: a way out for both families over one Ethernet link, no
 * desktop, no proxy variable, no mail folder, a hosts file that is not there. One for the whole
 * program. */
#pragma once
#include "probe/computer.h"

G_BEGIN_DECLS

const DoctorComputer *fake_computer_reset (void);
/* One word of it:
 *   route both|ipv4|ipv6|none       families with a way out
 *   through NAME                    all ways lead through that link
 *   link NAME ether|ppp|none        one more link that is up, with an address
 *   desktop WORD                    as computer.connectivity
 *   variable NAME                   is set
 *   disk MIB writable|read-only     the mail folder
 *   hosts FILE                      the hosts file
 *   web PORT                        where a sign-in page would be
 * FALSE when it is none of them. */
gboolean fake_computer_set (const char *words);

G_END_DECLS
