# Probes: the only part with sockets. Knows the core, OpenSSL and libetpan.
noinst_LTLIBRARIES += src/probe/libdoctor-probe.la
# A computer whose clock is behind this is wrong (SOURCE_DATE_EPOCH for reproducible builds).
doctor_build_time = $(shell echo "$${SOURCE_DATE_EPOCH:-$$(date +%s)}")
src_probe_libdoctor_probe_la_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS) $(PROBE_CFLAGS) \
	-DDOCTOR_BUILD_TIME='G_GINT64_CONSTANT($(doctor_build_time))'
src_probe_libdoctor_probe_la_LIBADD = src/core/libdoctor-core.la $(CORE_LIBS) $(PROBE_LIBS)
src_probe_libdoctor_probe_la_SOURCES = \
	src/probe/certificate.c \
	src/probe/certificate.h \
	src/probe/dns.c \
	src/probe/dns.h \
	src/probe/mechanism.c \
	src/probe/mechanism.h \
	src/probe/meter.c \
	src/probe/meter.h \
	src/probe/net.c \
	src/probe/net.h \
	src/probe/patience.c \
	src/probe/patience.h \
	src/probe/secrets.c \
	src/probe/secrets.h \
	src/probe/speech.c \
	src/probe/speech.h \
	src/probe/stream.c \
	src/probe/stream.h
