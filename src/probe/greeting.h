/* greeting.h: waits for what a server says first, and finds out who speaks there. */
#pragma once
#include "probe/chain.h"

G_BEGIN_DECLS

/* Sets greeting.*; with an acceptable greeting a libetpan session has begun. */
void doctor_greeting_await (DoctorChain *chain);

G_END_DECLS
