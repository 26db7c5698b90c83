# Unit tests of wire, incident, derive, provider, fix and ledger.
core2_tests = \
	tests/unit/test-derive \
	tests/unit/test-fix \
	tests/unit/test-fix-guide \
	tests/unit/test-incident \
	tests/unit/test-ledger \
	tests/unit/test-provider \
	tests/unit/test-provider-facts \
	tests/unit/test-queue-file \
	tests/unit/test-settings-text \
	tests/unit/test-wait \
	tests/unit/test-wire
check_PROGRAMS += $(core2_tests)
TESTS += $(core2_tests)
tests_unit_test_derive_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_derive_LDADD = $(doctor_test_ldadd)
tests_unit_test_fix_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_fix_LDADD = $(doctor_test_ldadd)
tests_unit_test_fix_guide_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_fix_guide_LDADD = $(doctor_test_ldadd)
tests_unit_test_incident_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_incident_LDADD = $(doctor_test_ldadd)
tests_unit_test_ledger_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_ledger_LDADD = $(doctor_test_ldadd)
tests_unit_test_provider_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_provider_LDADD = $(doctor_test_ldadd)
tests_unit_test_provider_facts_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_provider_facts_LDADD = $(doctor_test_ldadd)
tests_unit_test_queue_file_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_queue_file_LDADD = $(doctor_test_ldadd)
tests_unit_test_settings_text_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_settings_text_LDADD = $(doctor_test_ldadd)
tests_unit_test_wait_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_wait_LDADD = $(doctor_test_ldadd)
tests_unit_test_wire_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_wire_LDADD = $(doctor_test_ldadd)
