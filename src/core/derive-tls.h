/* derive-tls.h: what follows from a certificate and from what is known beside it: rows of
 * the table in derive.c. Each reads and sets facts of one service. Pure. */
#pragma once
#include "core/facts.h"

G_BEGIN_DECLS

/* tls.date-fault: whether a wrong date is the server's fault or that of this clock. */
void doctor_derive_date_fault (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_days_left (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_inspector (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_saved_differs (DoctorFacts *facts, DoctorScope scope);
/* After those: the readings of an unexpected certificate, told apart. */
void doctor_derive_saved_changes (DoctorFacts *facts, DoctorScope scope);
void doctor_derive_reading (DoctorFacts *facts, DoctorScope scope);

G_END_DECLS
