# The plugin's widgets with a host window and cases of the tests' own. They start an X server
# of their own (Xvfb), so that no screen is needed and none is disturbed.
widget_test_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir) $(PLUGIN_CFLAGS)
widget_test_ldadd = tests/widgets/libscene.a src/plugin/libdoctor-widgets.la src/plugin/libdoctor-plugin.la \
	src/core/libdoctor-core.la $(PLUGIN_LIBS)
check_LIBRARIES += tests/widgets/libscene.a
tests_widgets_libscene_a_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_libscene_a_SOURCES = \
	tests/widgets/display.c \
	tests/widgets/display.h \
	tests/widgets/fake-case.c \
	tests/widgets/fake-host.c \
	tests/widgets/fake-verbs.c \
	tests/widgets/fake.h \
	tests/widgets/fixtures.c \
	tests/widgets/fixtures.h \
	tests/widgets/look.c \
	tests/widgets/look.h \
	tests/widgets/scene.c \
	tests/widgets/scene.h

widget_tests = \
	tests/widgets/test-certificate \
	tests/widgets/test-frame \
	tests/widgets/test-hint \
	tests/widgets/test-notification \
	tests/widgets/test-panel \
	tests/widgets/test-password \
	tests/widgets/test-prefs \
	tests/widgets/test-small \
	tests/widgets/test-speed \
	tests/widgets/test-steps \
	tests/widgets/test-theme
check_PROGRAMS += $(widget_tests) tests/widgets/panel-demo
TESTS += $(widget_tests)

tests_widgets_test_certificate_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_certificate_LDADD = $(widget_test_ldadd)
tests_widgets_test_frame_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_frame_LDADD = $(widget_test_ldadd)
tests_widgets_test_hint_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_hint_LDADD = $(widget_test_ldadd)
tests_widgets_test_notification_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_notification_LDADD = $(widget_test_ldadd)
tests_widgets_test_panel_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_panel_LDADD = $(widget_test_ldadd)
tests_widgets_test_password_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_password_LDADD = $(widget_test_ldadd)
tests_widgets_test_prefs_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_prefs_LDADD = $(widget_test_ldadd)
tests_widgets_test_small_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_small_LDADD = $(widget_test_ldadd)
tests_widgets_test_speed_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_speed_LDADD = $(widget_test_ldadd)
tests_widgets_test_steps_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_steps_LDADD = $(widget_test_ldadd)
tests_widgets_test_theme_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_test_theme_LDADD = $(widget_test_ldadd) -lm
# For looking: tests/widgets/panel-demo --help
tests_widgets_panel_demo_CPPFLAGS = $(widget_test_cppflags)
tests_widgets_panel_demo_LDADD = $(widget_test_ldadd)
