# The line between the two sides of the network lab; built with everything, used by tests/lab/network.py.
noinst_PROGRAMS += tests/lab/delayline
tests_lab_delayline_SOURCES = \
	tests/lab/delayline.c \
	tests/lab/packet.c \
	tests/lab/packet.h
tests_lab_delayline_CPPFLAGS = -I$(top_srcdir)
# Not the folder as a whole: in the build tree it has objects as well.
EXTRA_DIST += $(patsubst $(srcdir)/%,%,$(wildcard $(srcdir)/tests/lab/*.py))
