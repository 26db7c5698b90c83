# What needs neither widgets nor the host's headers is a library of its own, which the tests link
# with a bridge of theirs.
noinst_LTLIBRARIES += src/plugin/libdoctor-plugin.la
src_plugin_libdoctor_plugin_la_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS)
src_plugin_libdoctor_plugin_la_SOURCES = \
	src/plugin/bridge.h \
	src/plugin/case-automatic.c \
	src/plugin/case-around.c \
	src/plugin/case-chain.c \
	src/plugin/case-events.c \
	src/plugin/case-examine.c \
	src/plugin/case-history.c \
	src/plugin/case-password.c \
	src/plugin/case-private.h \
	src/plugin/case-repair.c \
	src/plugin/case-settings.c \
	src/plugin/case-text.c \
	src/plugin/case-trust.c \
	src/plugin/case-undo.c \
	src/plugin/case-wait.c \
	src/plugin/case.c \
	src/plugin/case.h \
	src/plugin/certificate-look.c \
	src/plugin/certificate-look.h \
	src/plugin/conversation-private.h \
	src/plugin/conversation-wire.c \
	src/plugin/conversation.c \
	src/plugin/conversation.h \
	src/plugin/examiner.c \
	src/plugin/examiner.h \
	src/plugin/format.c \
	src/plugin/format.h \
	src/plugin/prefs.c \
	src/plugin/prefs.h \
	src/plugin/prose-table.h \
	src/plugin/prose.c \
	src/plugin/prose.h \
	src/plugin/tail.c \
	src/plugin/tail.h
