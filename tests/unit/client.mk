# Unit tests of what the mail program's own files say, and of its history.
client_tests = \
	tests/unit/test-case-history \
	tests/unit/test-history \
	tests/unit/test-profile
check_PROGRAMS += $(client_tests)
TESTS += $(client_tests)
tests_unit_test_case_history_CPPFLAGS = $(plugin_test_cppflags)
tests_unit_test_case_history_LDADD = $(plugin_test_ldadd)
tests_unit_test_history_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_history_LDADD = $(doctor_test_ldadd)
tests_unit_test_profile_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_profile_LDADD = $(doctor_test_ldadd)
