# Unit tests of wire, incident, derive, provider, fix, verify, journal, ledger, report.
core2_tests = tests/unit/test-wire
check_PROGRAMS += $(core2_tests)
TESTS += $(core2_tests)
tests_unit_test_wire_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_wire_LDADD = $(doctor_test_ldadd)
