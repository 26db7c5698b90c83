# Unit tests of rules, findings, the engine and the linter; the cases.
engine_tests = \
	tests/unit/test-cases \
	tests/unit/test-engine \
	tests/unit/test-finding \
	tests/unit/test-lint \
	tests/unit/test-needles \
	tests/unit/test-rule \
	tests/unit/test-rule-index
check_PROGRAMS += $(engine_tests)
TESTS += $(engine_tests)
EXTRA_DIST += tests/cases tests/lint tests/unit/finding-files.h
tests_unit_test_cases_SOURCES = tests/unit/test-cases.c tests/unit/case-file.c tests/unit/case-file.h
tests_unit_test_cases_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_cases_LDADD = $(doctor_test_ldadd)
tests_unit_test_engine_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_engine_LDADD = $(doctor_test_ldadd)
tests_unit_test_finding_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_finding_LDADD = $(doctor_test_ldadd)
tests_unit_test_lint_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_lint_LDADD = $(doctor_test_ldadd)
tests_unit_test_needles_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_needles_LDADD = $(doctor_test_ldadd)
tests_unit_test_rule_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_rule_LDADD = $(doctor_test_ldadd)
tests_unit_test_rule_index_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_rule_index_LDADD = $(doctor_test_ldadd)
