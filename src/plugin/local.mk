# Files of src/plugin.
include src/plugin/widgets.mk
