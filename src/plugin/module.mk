# The module: what needs the host's headers, and all else. It exports the host's entry points
# only, resolves its own names itself, and stays mapped when it is unloaded. The headers of the host
# are not up to our warnings.
plugin_LTLIBRARIES += src/plugin/account_doctor.la
src_plugin_account_doctor_la_CPPFLAGS = $(AM_CPPFLAGS) $(CORE_CFLAGS) $(subst -I,-isystem ,$(PLUGIN_CFLAGS))
src_plugin_account_doctor_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -Wl,-Bsymbolic -Wl,-z,nodelete \
	-export-symbols-regex '^plugin_'
src_plugin_account_doctor_la_LIBADD = src/plugin/libdoctor-plugin.la src/plugin/libdoctor-widgets.la \
	src/core/libdoctor-core.la $(CORE_LIBS) $(PLUGIN_LIBS)
src_plugin_account_doctor_la_SOURCES = \
	$(doctor_host_window_sources) \
	src/plugin/bridge-open.c \
	src/plugin/bridge-places.c \
	src/plugin/bridge-queue.c \
	src/plugin/bridge-trust.c \
	src/plugin/bridge.c \
	src/plugin/host-menus.c \
	src/plugin/host-menus.h \
	src/plugin/plugin.c \
	src/plugin/prefs-store.c \
	src/plugin/prefs-store.h \
	src/plugin/saved-certificate.c \
	src/plugin/saved-certificate.h \
	src/plugin/settings-accepted.c \
	src/plugin/settings-around.c \
	src/plugin/settings-client.c \
	src/plugin/settings-profile.c \
	src/plugin/settings.c \
	src/plugin/settings.h \
	src/plugin/watch.c \
	src/plugin/watch.h
