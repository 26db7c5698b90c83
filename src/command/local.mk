# Command: core, probe, json-glib. The library holds what the tests and fuzzers need too.
noinst_LTLIBRARIES += src/command/libdoctor-command.la
src_command_libdoctor_command_la_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS) $(COMMAND_CFLAGS)
src_command_libdoctor_command_la_LIBADD = src/core/libdoctor-core.la $(CORE_LIBS) $(COMMAND_LIBS)
src_command_libdoctor_command_la_SOURCES = \
	src/command/accountrc.c \
	src/command/accountrc.h \
	src/command/claws-client.c \
	src/command/claws-proxy.c \
	src/command/claws-settings.c \
	src/command/claws-settings.h \
	src/command/command.c \
	src/command/command.h \
	src/command/explain-batch.c \
	src/command/explain-batch.h \
	src/command/explain-line.c \
	src/command/explain-line.h \
	src/command/explanation.c \
	src/command/explanation.h \
	src/command/findings-json.c \
	src/command/findings-json.h \
	src/command/findings-text.c \
	src/command/findings-text.h \
	src/command/handbook.c \
	src/command/handbook.h \
	src/command/folderlist.c \
	src/command/folderlist.h \
	src/command/knowledge.c \
	src/command/knowledge.h \
	src/command/layout.c \
	src/command/layout.h \
	src/command/lookup-json.c \
	src/command/lookup-servers.c \
	src/command/lookup-servers.h \
	src/command/lookup.c \
	src/command/lookup.h \
	src/command/page.c \
	src/command/page.h \
	src/command/pages.c \
	src/command/pages.h \
	src/command/passwords.c \
	src/command/passwords.h \
	src/command/provider-page.c \
	src/command/provider-page.h \
	src/command/provider-words.c \
	src/command/provider-words.h \
	src/command/settings-file.c \
	src/command/settings-file.h \
	src/command/surroundings.c \
	src/command/surroundings.h

bin_PROGRAMS += src/command/account-doctor
src_command_account_doctor_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS) $(COMMAND_CFLAGS)
src_command_account_doctor_LDADD = src/command/libdoctor-command.la src/probe/libdoctor-probe.la \
	src/core/libdoctor-core.la $(CORE_LIBS) $(PROBE_LIBS) $(COMMAND_LIBS)
src_command_account_doctor_SOURCES = \
	src/command/cmd-examine.c \
	src/command/cmd-explain.c \
	src/command/cmd-lint.c \
	src/command/cmd-list.c \
	src/command/cmd-lookup.c \
	src/command/cmd-show.c \
	src/command/cmd-version.c \
	src/command/examination.c \
	src/command/examination.h \
	src/command/examine-json.c \
	src/command/examine-lines.c \
	src/command/examine-options.c \
	src/command/examine-options.h \
	src/command/examine-output.h \
	src/command/examine-text.c \
	src/command/main.c \
	src/command/subjects.c \
	src/command/subjects.h
