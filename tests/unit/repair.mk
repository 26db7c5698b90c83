# Unit tests of journal, verify, redact and report.
repair_tests = tests/unit/test-journal
check_PROGRAMS += $(repair_tests)
TESTS += $(repair_tests)
tests_unit_test_journal_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_journal_LDADD = $(doctor_test_ldadd)
