# The plugin's widgets: a library of their own, so that the module and the tests share it. Only
# host-window.c includes the host's headers; the module adds it, tests put their own in its place.
noinst_LTLIBRARIES += src/plugin/libdoctor-widgets.la
src_plugin_libdoctor_widgets_la_CPPFLAGS = $(AM_CPPFLAGS) $(PLUGIN_CFLAGS)
src_plugin_libdoctor_widgets_la_SOURCES = \
	src/plugin/account-menu.c \
	src/plugin/account-menu.h \
	src/plugin/around-card.c \
	src/plugin/around-card.h \
	src/plugin/cause-row.c \
	src/plugin/cause-row.h \
	src/plugin/certificate-question.c \
	src/plugin/certificate-question.h \
	src/plugin/desktop.c \
	src/plugin/desktop.h \
	src/plugin/frame.c \
	src/plugin/frame.h \
	src/plugin/headline.c \
	src/plugin/headline.h \
	src/plugin/hint-words.c \
	src/plugin/hint-words.h \
	src/plugin/hint.c \
	src/plugin/hint.h \
	src/plugin/history-dialog.c \
	src/plugin/history-dialog.h \
	src/plugin/host-window.h \
	src/plugin/keys.c \
	src/plugin/keys.h \
	src/plugin/mark.c \
	src/plugin/mark.h \
	src/plugin/menu.c \
	src/plugin/menu.h \
	src/plugin/notification.c \
	src/plugin/notification.h \
	src/plugin/notify-bus.c \
	src/plugin/notify-bus.h \
	src/plugin/offer-card.c \
	src/plugin/offer-card.h \
	src/plugin/offers.c \
	src/plugin/offers.h \
	src/plugin/overall.c \
	src/plugin/panel-causes.c \
	src/plugin/panel-chain.c \
	src/plugin/panel-chooser.c \
	src/plugin/panel-evidence.c \
	src/plugin/panel-footer.c \
	src/plugin/panel-overview.c \
	src/plugin/panel-parts.h \
	src/plugin/panel-remedies.c \
	src/plugin/panel-state.c \
	src/plugin/panel-state.h \
	src/plugin/panel-verdict.c \
	src/plugin/panel.c \
	src/plugin/panel.h \
	src/plugin/password-card.c \
	src/plugin/password-card.h \
	src/plugin/prefs-page.c \
	src/plugin/prefs-page.h \
	src/plugin/scroll-anchor.c \
	src/plugin/scroll-anchor.h \
	src/plugin/settings-dialogs.c \
	src/plugin/settings-dialogs.h \
	src/plugin/step-card.c \
	src/plugin/step-card.h \
	src/plugin/trust-card.c \
	src/plugin/trust-card.h \
	src/plugin/turn.c \
	src/plugin/turn.h \
	src/plugin/ui.c \
	src/plugin/ui.h \
	src/plugin/wait-card.c \
	src/plugin/wait-card.h
doctor_host_window_sources = src/plugin/host-window.c
