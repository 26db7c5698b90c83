# Unit tests of the probes: each a program over libdoctor-probe.
probe_test_cppflags = $(AM_CPPFLAGS) $(CORE_CFLAGS) $(PROBE_CFLAGS)
probe_test_ldadd = tests/unit/libplay.a src/probe/libdoctor-probe.la src/core/libdoctor-core.la $(CORE_LIBS) $(PROBE_LIBS)
probe_tests = \
	tests/unit/test-certificate \
	tests/unit/test-dialogues \
	tests/unit/test-examine \
	tests/unit/test-probe
check_PROGRAMS += $(probe_tests)
TESTS += $(probe_tests)
EXTRA_DIST += tests/dialogues

# Servers, name servers and computers that are played.
check_LIBRARIES += tests/unit/libplay.a
tests_unit_libplay_a_CPPFLAGS = $(probe_test_cppflags)
tests_unit_libplay_a_SOURCES = \
	tests/unit/dialogue-times.c \
	tests/unit/dialogue-times.h \
	tests/unit/dialogue.c \
	tests/unit/dialogue.h \
	tests/unit/fake-computer.c \
	tests/unit/fake-computer.h \
	tests/unit/play-certificates.c \
	tests/unit/play-certificates.h \
	tests/unit/play-dns.c \
	tests/unit/play-dns.h \
	tests/unit/play-server.c \
	tests/unit/play-server.h \
	tests/unit/play-socks.c \
	tests/unit/play-socks.h \
	tests/unit/play-text.c \
	tests/unit/play-text.h \
	tests/unit/scenario-row.c \
	tests/unit/scenario-row.h

tests_unit_test_dialogues_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_dialogues_LDADD = $(probe_test_ldadd)
tests_unit_test_examine_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_examine_LDADD = $(probe_test_ldadd)
tests_unit_test_probe_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_probe_LDADD = $(probe_test_ldadd)
tests_unit_test_certificate_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_certificate_LDADD = $(probe_test_ldadd)
