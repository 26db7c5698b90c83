# Core: GLib and GIO without sockets. Facts, rules, findings, fixes, journal.
noinst_LTLIBRARIES += src/core/libdoctor-core.la
src_core_libdoctor_core_la_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS)
src_core_libdoctor_core_la_LIBADD = $(CORE_LIBS)
src_core_libdoctor_core_la_SOURCES = \
	src/core/condition.c \
	src/core/condition.h \
	src/core/data-file.c \
	src/core/data-file.h \
	src/core/derive-parts.h \
	src/core/derive-user.c \
	src/core/derive.c \
	src/core/derive.h \
	src/core/engine.c \
	src/core/engine.h \
	src/core/fact-dictionary.c \
	src/core/fact-dictionary.h \
	src/core/facts.c \
	src/core/facts.h \
	src/core/finding-example.c \
	src/core/finding-example.h \
	src/core/finding-type.c \
	src/core/finding-type.h \
	src/core/finding.c \
	src/core/finding.h \
	src/core/fix-text.c \
	src/core/fix.c \
	src/core/fix.h \
	src/core/fold.c \
	src/core/fold.h \
	src/core/hygiene.c \
	src/core/hygiene.h \
	src/core/i18n.h \
	src/core/incident.c \
	src/core/incident.h \
	src/core/journal.c \
	src/core/journal.h \
	src/core/keyfile.c \
	src/core/keyfile.h \
	src/core/ledger.c \
	src/core/ledger.h \
	src/core/lint-examples.c \
	src/core/lint-rules.c \
	src/core/lint-texts.c \
	src/core/lint.c \
	src/core/lint.h \
	src/core/literal.c \
	src/core/literal.h \
	src/core/phrase.c \
	src/core/phrase.h \
	src/core/provider-file.c \
	src/core/provider-file.h \
	src/core/provider.c \
	src/core/provider.h \
	src/core/redact.c \
	src/core/report.c \
	src/core/report.h \
	src/core/rule-index.c \
	src/core/rule-index.h \
	src/core/rule.c \
	src/core/rule.h \
	src/core/ruleset.c \
	src/core/ruleset.h \
	src/core/text.c \
	src/core/text.h \
	src/core/value.c \
	src/core/verdict.c \
	src/core/verify.c \
	src/core/verify.h \
	src/core/view.c \
	src/core/view.h \
	src/core/wire-parts.h \
	src/core/wire-reply.c \
	src/core/wire-scrub.c \
	src/core/wire-words.c \
	src/core/wire.c \
	src/core/wire.h
nodist_src_core_libdoctor_core_la_SOURCES = src/data/resources.c src/data/resources.h
