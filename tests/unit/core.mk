# Unit tests of the core.
core_tests = tests/unit/test-facts
check_PROGRAMS += $(core_tests)
TESTS += $(core_tests)
tests_unit_test_facts_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_facts_LDADD = $(doctor_test_ldadd)
