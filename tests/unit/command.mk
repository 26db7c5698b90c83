# Unit tests of the command's own parts.
command_tests = \
	tests/unit/test-accountrc \
	tests/unit/test-claws-settings \
	tests/unit/test-explanation \
	tests/unit/test-layout \
	tests/unit/test-lookup \
	tests/unit/test-passwords \
	tests/unit/test-replies \
	tests/unit/test-settings-file
check_PROGRAMS += $(command_tests)
TESTS += $(command_tests)
command_test_ldadd = src/command/libdoctor-command.la $(doctor_test_ldadd) $(COMMAND_LIBS)
tests_unit_test_accountrc_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_accountrc_LDADD = $(command_test_ldadd)
tests_unit_test_claws_settings_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_claws_settings_LDADD = $(command_test_ldadd)
tests_unit_test_layout_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_layout_LDADD = $(command_test_ldadd)
tests_unit_test_lookup_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_lookup_LDADD = $(command_test_ldadd)
tests_unit_test_passwords_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_passwords_LDADD = $(command_test_ldadd)
tests_unit_test_explanation_CPPFLAGS = $(doctor_test_cppflags) $(COMMAND_CFLAGS)
tests_unit_test_explanation_LDADD = $(command_test_ldadd)
EXTRA_DIST += tests/replies
tests_unit_test_replies_CPPFLAGS = $(doctor_test_cppflags) $(COMMAND_CFLAGS)
tests_unit_test_replies_LDADD = $(command_test_ldadd)
tests_unit_test_settings_file_CPPFLAGS = $(doctor_test_cppflags) $(COMMAND_CFLAGS)
tests_unit_test_settings_file_LDADD = $(command_test_ldadd)
