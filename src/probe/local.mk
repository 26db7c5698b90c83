# Probes: the only part with sockets. Knows the core, OpenSSL, libetpan and c-ares.
noinst_LTLIBRARIES += src/probe/libdoctor-probe.la
# A computer whose clock is behind this is wrong (SOURCE_DATE_EPOCH for reproducible builds).
doctor_build_time = $(shell echo "$${SOURCE_DATE_EPOCH:-$$(date +%s)}")
src_probe_libdoctor_probe_la_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS) $(PROBE_CFLAGS) \
	-DDOCTOR_BUILD_TIME='G_GINT64_CONSTANT($(doctor_build_time))'
src_probe_libdoctor_probe_la_LIBADD = src/core/libdoctor-core.la $(CORE_LIBS) $(PROBE_LIBS)
src_probe_libdoctor_probe_la_SOURCES = \
	src/probe/alert.c \
	src/probe/alert.h \
	src/probe/apart.c \
	src/probe/apart.h \
	src/probe/beside.c \
	src/probe/beside.h \
	src/probe/certificate.c \
	src/probe/certificate.h \
	src/probe/chain.c \
	src/probe/chain.h \
	src/probe/clock.c \
	src/probe/clock.h \
	src/probe/computer.c \
	src/probe/computer.h \
	src/probe/desktop.c \
	src/probe/dialect.h \
	src/probe/dns.c \
	src/probe/dns.h \
	src/probe/domain.c \
	src/probe/domain.h \
	src/probe/etpan.c \
	src/probe/etpan.h \
	src/probe/examine.c \
	src/probe/examine.h \
	src/probe/greeting.c \
	src/probe/greeting.h \
	src/probe/hosts.c \
	src/probe/hosts.h \
	src/probe/imap.c \
	src/probe/link.c \
	src/probe/link.h \
	src/probe/mechanism.c \
	src/probe/mechanism.h \
	src/probe/meter.c \
	src/probe/meter.h \
	src/probe/nameserver.c \
	src/probe/nameserver.h \
	src/probe/names.c \
	src/probe/names.h \
	src/probe/net.c \
	src/probe/net.h \
	src/probe/password.c \
	src/probe/patience.c \
	src/probe/patience.h \
	src/probe/plan.c \
	src/probe/plan.h \
	src/probe/pop3.c \
	src/probe/prepare.c \
	src/probe/prepare.h \
	src/probe/probe-table.c \
	src/probe/probe.h \
	src/probe/records.c \
	src/probe/records.h \
	src/probe/roots.c \
	src/probe/roots.h \
	src/probe/safety.c \
	src/probe/safety.h \
	src/probe/secrets.c \
	src/probe/secrets.h \
	src/probe/sender-policy.c \
	src/probe/sender-policy.h \
	src/probe/smtp.c \
	src/probe/speech.c \
	src/probe/speech.h \
	src/probe/staple.c \
	src/probe/staple.h \
	src/probe/steps.c \
	src/probe/steps.h \
	src/probe/stream.c \
	src/probe/stream.h \
	src/probe/tcp.c \
	src/probe/tcp.h \
	src/probe/tls.c \
	src/probe/tls.h \
	src/probe/transcript.c \
	src/probe/transcript.h \
	src/probe/trial.c \
	src/probe/trial.h \
	src/probe/trust.c \
	src/probe/trust.h \
	src/probe/worker.c \
	src/probe/worker.h
