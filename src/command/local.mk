# Command: core, probe, json-glib. The library holds what the tests and fuzzers need too.
noinst_LTLIBRARIES += src/command/libdoctor-command.la
src_command_libdoctor_command_la_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS) $(COMMAND_CFLAGS)
src_command_libdoctor_command_la_LIBADD = src/core/libdoctor-core.la $(CORE_LIBS) $(COMMAND_LIBS)
src_command_libdoctor_command_la_SOURCES = \
	src/command/accountrc.c \
	src/command/accountrc.h \
	src/command/claws-settings.c \
	src/command/claws-settings.h \
	src/command/layout.c \
	src/command/layout.h
