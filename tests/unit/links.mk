# Unit tests of what the panel says of the way to the mailbox.
links_tests = tests/unit/test-links
check_PROGRAMS += $(links_tests)
TESTS += $(links_tests)
tests_unit_test_links_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_links_LDADD = $(doctor_test_ldadd)
