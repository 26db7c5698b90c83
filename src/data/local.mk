# Data: compiled into the core as resources. gresource.sh lists what is in the folders.
doctor_data_files = $(wildcard $(srcdir)/src/data/facts.keys $(srcdir)/src/data/findings/*.finding \
	$(srcdir)/src/data/providers/*.provider $(srcdir)/src/data/ui/*.ui $(srcdir)/src/data/ui/*.css)
EXTRA_DIST += src/data/gresource.sh src/data/provider-index.awk src/data/facts.keys src/data/findings src/data/providers src/data/ui
BUILT_SOURCES += src/data/resources.h src/data/resources.c
CLEANFILES += src/data/resources.h src/data/resources.c src/data/doctor.gresource.xml \
	src/data/providers.index

src/data/doctor.gresource.xml: $(srcdir)/src/data/gresource.sh $(doctor_data_files) src/data/local.mk
	$(AM_V_GEN)$(MKDIR_P) src/data && sh $(srcdir)/src/data/gresource.sh $(srcdir)/src/data > $@
src/data/providers.index: $(srcdir)/src/data/provider-index.awk $(doctor_data_files) src/data/local.mk
	$(AM_V_GEN)$(MKDIR_P) src/data && LC_ALL=C $(AWK) -f $(srcdir)/src/data/provider-index.awk \
		$(srcdir)/src/data/providers/*.provider | LC_ALL=C sort -u > $@
src/data/resources.c: src/data/doctor.gresource.xml src/data/providers.index
	$(AM_V_GEN)$(GLIB_COMPILE_RESOURCES) --sourcedir=$(srcdir)/src/data --sourcedir=src/data --generate-source \
		--internal --c-name doctor --target=$@ src/data/doctor.gresource.xml
src/data/resources.h: src/data/doctor.gresource.xml src/data/providers.index
	$(AM_V_GEN)$(GLIB_COMPILE_RESOURCES) --sourcedir=$(srcdir)/src/data --sourcedir=src/data --generate-header \
		--internal --c-name doctor --target=$@ src/data/doctor.gresource.xml
