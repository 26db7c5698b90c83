# Unit tests of journal, verify, redact and report.
repair_tests = \
	tests/unit/test-journal \
	tests/unit/test-redact \
	tests/unit/test-verify
check_PROGRAMS += $(repair_tests)
TESTS += $(repair_tests)
tests_unit_test_journal_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_journal_LDADD = $(doctor_test_ldadd)
tests_unit_test_redact_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_redact_LDADD = $(doctor_test_ldadd)
tests_unit_test_verify_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_verify_LDADD = $(doctor_test_ldadd)
