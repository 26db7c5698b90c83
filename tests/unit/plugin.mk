# Unit tests of the plugin's parts that need neither widgets nor the host.
plugin_tests = \
	tests/unit/test-case \
	tests/unit/test-case-password \
	tests/unit/test-case-steps \
	tests/unit/test-conversation \
	tests/unit/test-examiner
check_PROGRAMS += $(plugin_tests)
TESTS += $(plugin_tests)
plugin_test_cppflags = $(doctor_test_cppflags) -I$(top_srcdir)
plugin_test_ldadd = tests/unit/libcase.a src/plugin/libdoctor-plugin.la $(doctor_test_ldadd)
check_LIBRARIES += tests/unit/libcase.a
tests_unit_libcase_a_CPPFLAGS = $(plugin_test_cppflags)
tests_unit_libcase_a_SOURCES = \
	tests/unit/case-fixture.c \
	tests/unit/case-fixture.h \
	tests/unit/fake-bridge.c \
	tests/unit/fake-bridge.h

tests_unit_test_case_CPPFLAGS = $(plugin_test_cppflags)
tests_unit_test_case_LDADD = $(plugin_test_ldadd)
tests_unit_test_case_password_CPPFLAGS = $(plugin_test_cppflags)
tests_unit_test_case_password_LDADD = $(plugin_test_ldadd)
tests_unit_test_case_steps_CPPFLAGS = $(plugin_test_cppflags)
tests_unit_test_case_steps_LDADD = $(plugin_test_ldadd)
tests_unit_test_conversation_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_conversation_LDADD = $(plugin_test_ldadd)
tests_unit_test_examiner_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_examiner_LDADD = $(plugin_test_ldadd)
