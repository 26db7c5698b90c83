# Unit tests of what is said in the protocols: SASL, answers of IMAP, names of programs.
protocol_tests = \
	tests/unit/test-imap-answer \
	tests/unit/test-sasl \
	tests/unit/test-software
check_PROGRAMS += $(protocol_tests)
TESTS += $(protocol_tests)
tests_unit_test_imap_answer_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_imap_answer_LDADD = $(probe_test_ldadd)
tests_unit_test_sasl_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_sasl_LDADD = $(probe_test_ldadd)
tests_unit_test_software_CPPFLAGS = $(doctor_test_cppflags)
tests_unit_test_software_LDADD = $(doctor_test_ldadd)
