# Unit tests of what name servers are asked.
names_tests = \
	tests/unit/test-domain \
	tests/unit/test-families \
	tests/unit/test-nameserver
check_PROGRAMS += $(names_tests)
TESTS += $(names_tests)
tests_unit_test_domain_SOURCES = \
	tests/unit/play-dns.c \
	tests/unit/play-dns.h \
	tests/unit/test-domain.c
tests_unit_test_domain_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_domain_LDADD = $(probe_test_ldadd)
tests_unit_test_families_SOURCES = \
	tests/unit/fake-computer.c \
	tests/unit/fake-computer.h \
	tests/unit/play-certificates.c \
	tests/unit/play-certificates.h \
	tests/unit/play-server.c \
	tests/unit/play-server.h \
	tests/unit/play-socks.c \
	tests/unit/play-socks.h \
	tests/unit/play-text.c \
	tests/unit/play-text.h \
	tests/unit/test-families.c
tests_unit_test_families_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_families_LDADD = $(probe_test_ldadd)
tests_unit_test_nameserver_SOURCES = \
	tests/unit/play-dns.c \
	tests/unit/play-dns.h \
	tests/unit/test-nameserver.c
tests_unit_test_nameserver_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_nameserver_LDADD = $(probe_test_ldadd)
