# Files of doc.
dist_man_MANS += \
	doc/account-doctor-lines.7 \
	doc/account-doctor.1
EXTRA_DIST += doc/measurements.md
