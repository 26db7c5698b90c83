# Trials: which are worth making, and what limits them.
check_PROGRAMS += tests/unit/test-trial
TESTS += tests/unit/test-trial
tests_unit_test_trial_CPPFLAGS = $(probe_test_cppflags)
tests_unit_test_trial_LDADD = $(probe_test_ldadd)
