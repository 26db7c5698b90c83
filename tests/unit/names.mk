# Unit tests of what name servers are asked.
names_tests = \
	tests/unit/test-domain \
	tests/unit/test-families \
	tests/unit/test-nameserver
check_PROGRAMS += $(names_tests)
TESTS += $(names_tests)
tests_unit_test_domain_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_domain_LDADD = $(probe_test_ldadd)
tests_unit_test_families_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_families_LDADD = $(probe_test_ldadd)
tests_unit_test_nameserver_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_nameserver_LDADD = $(probe_test_ldadd)
