# Targets that are not builds: lint, bench, scenarios, screenshots and accuracy. (fuzz: tests/fuzz/local.mk)
#   make accuracy CORPUS=FILE    how often explain is right on labelled replies
#   make screenshots             takes the pictures in doc/pictures anew, as root
EXTRA_DIST += scripts .ci HACKING README NEWS .clang-format tests/house tests/desktop tests/logs
.PHONY: lint bench accuracy scenarios screenshots

lint: all
	$(AM_V_at)$(top_srcdir)/scripts/check-source --samples $(top_srcdir)/tests/house
	$(AM_V_at)$(top_srcdir)/scripts/check-source $(top_srcdir)
	$(AM_V_at)cd $(top_srcdir) && find src tests -name '*.[ch]' ! -path 'tests/house/*' -print0 \
		| xargs -0 clang-format --dry-run -Werror
	$(AM_V_at)$(top_srcdir)/scripts/check-po $(top_srcdir)
	$(AM_V_at)$(top_srcdir)/scripts/check-layers $(top_builddir)
	$(AM_V_at)src/command/account-doctor lint

scenarios: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) tests/unit/test-dialogues >/dev/null
	$(AM_V_at)$(top_srcdir)/scripts/scenarios $(top_srcdir) $(top_builddir)

screenshots: all
	$(AM_V_at)$(top_srcdir)/tests/desktop/pictures.py --builddir . --output $(top_srcdir)/doc/pictures

bench: all $(bench_programs)
	$(AM_V_at)$(top_srcdir)/scripts/bench $(top_srcdir) $(top_builddir)

accuracy: all
	$(AM_V_at)$(top_srcdir)/scripts/accuracy --program src/command/account-doctor "$(CORPUS)"
