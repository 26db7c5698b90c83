# Unit tests of the computer, control and proxy probes.
computer_tests = \
	tests/unit/test-computer \
	tests/unit/test-culprit \
	tests/unit/test-hygiene \
	tests/unit/test-proxy \
	tests/unit/test-surroundings
check_PROGRAMS += $(computer_tests)
TESTS += $(computer_tests)

tests_unit_test_computer_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_computer_LDADD = $(probe_test_ldadd)
tests_unit_test_hygiene_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_hygiene_LDADD = $(doctor_test_ldadd)
tests_unit_test_culprit_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_culprit_LDADD = $(doctor_test_ldadd)
tests_unit_test_surroundings_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_surroundings_LDADD = $(command_test_ldadd)
tests_unit_test_proxy_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_proxy_LDADD = $(probe_test_ldadd)
