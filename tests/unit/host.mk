# Unit tests of what the plugin does in the host by itself.
host_tests = \
	tests/unit/test-automatic \
	tests/unit/test-certificate-look
check_PROGRAMS += $(host_tests)
TESTS += $(host_tests)

tests_unit_test_automatic_CPPFLAGS = $(plugin_test_cppflags)
tests_unit_test_automatic_LDADD = $(plugin_test_ldadd)
tests_unit_test_certificate_look_CPPFLAGS = $(plugin_test_cppflags)
tests_unit_test_certificate_look_LDADD = $(plugin_test_ldadd)
