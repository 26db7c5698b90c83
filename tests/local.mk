# Tests. Unit programs print TAP; each file in tests/unit is one program over the core.
AM_TESTS_ENVIRONMENT = export abs_top_srcdir='$(abs_top_srcdir)' abs_top_builddir='$(abs_top_builddir)'; \
	export G_TEST_SRCDIR='$(abs_top_srcdir)' G_TEST_BUILDDIR='$(abs_top_builddir)' \
	ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 G_DEBUG=fatal-criticals; unset ACCOUNT_DOCTOR_OVERLAY LANGUAGE; export LC_ALL=C.UTF-8 XDG_STATE_HOME=/dev/null/none ACCOUNT_DOCTOR_NAME_SERVERS=;
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh

doctor_test_cppflags = $(AM_CPPFLAGS) $(CORE_CFLAGS)
doctor_test_ldadd = src/core/libdoctor-core.la $(CORE_LIBS)

include tests/unit/core.mk
include tests/unit/client.mk
include tests/unit/core2.mk
include tests/unit/repair.mk
include tests/unit/engine.mk
include tests/unit/links.mk
include tests/unit/plugin.mk
include tests/unit/host.mk
TEST_EXTENSIONS = .py
PY_LOG_COMPILER = /usr/bin/python3
PY_LOG_DRIVER = $(LOG_DRIVER)
include tests/command/local.mk
include tests/unit/command.mk
include tests/fuzz/local.mk
include tests/widgets/local.mk
include tests/unit/probe.mk
include tests/unit/computer.mk
include tests/unit/names.mk
include tests/unit/protocol.mk
include tests/unit/trials.mk
include tests/bench/local.mk
include tests/lab/local.mk
