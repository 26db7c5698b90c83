# The plugin's widgets: a library of their own, so that the module and the tests share it. Only
# host-window.c includes the host's headers; the module adds it, tests put their own in its place.
noinst_LTLIBRARIES += src/plugin/libdoctor-widgets.la
src_plugin_libdoctor_widgets_la_CPPFLAGS = $(AM_CPPFLAGS) $(PLUGIN_CFLAGS)
src_plugin_libdoctor_widgets_la_SOURCES = \
	src/plugin/frame.c \
	src/plugin/frame.h \
	src/plugin/host-window.h \
	src/plugin/keys.c \
	src/plugin/keys.h
doctor_host_window_sources = src/plugin/host-window.c
