# Files of doc.
dist_man_MANS += \
	doc/account-doctor-lines.7 \
	doc/account-doctor.1
EXTRA_DIST += doc/accuracy.md doc/measurements.md \
	doc/pictures/app-password-en.png \
	doc/pictures/app-password-ja.png \
	doc/pictures/certificate-en.png \
	doc/pictures/certificate-ja.png \
	doc/pictures/password-en.png \
	doc/pictures/password-ja.png \
	doc/pictures/portal-en.png \
	doc/pictures/portal-ja.png \
	doc/pictures/remedy-en.png \
	doc/pictures/remedy-ja.png \
	doc/pictures/repaired-en.png \
	doc/pictures/repaired-ja.png \
	doc/pictures/strip-en.png \
	doc/pictures/strip-ja.png \
	doc/pictures/waiting-en.png \
	doc/pictures/waiting-ja.png

# A page for every finding and provider, in both languages: HTML to read, manual pages for man -l.
.PHONY: doc
doc: all
	$(AM_V_at)$(top_srcdir)/scripts/handbook $(top_srcdir) src/command/account-doctor doc/handbook

clean-local:
	rm -rf doc/handbook
