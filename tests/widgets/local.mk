# The plugin's widgets with a host window and cases of the tests' own. They start an X server
# of their own (Xvfb), so that no screen is needed and none is disturbed.
widget_test_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir) $(PLUGIN_CFLAGS)
widget_test_ldadd = src/plugin/libdoctor-widgets.la src/core/libdoctor-core.la $(PLUGIN_LIBS)

widget_tests = \
	tests/widgets/test-frame \
	tests/widgets/test-small
check_PROGRAMS += $(widget_tests)
TESTS += $(widget_tests)

tests_widgets_test_frame_SOURCES = tests/widgets/test-frame.c tests/widgets/display.c \
	tests/widgets/display.h tests/widgets/fake-host.c tests/widgets/fake.h
tests_widgets_test_frame_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_frame_LDADD = $(widget_test_ldadd)
tests_widgets_test_small_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_small_LDADD = $(widget_test_ldadd)
