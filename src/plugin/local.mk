# Files of src/plugin.
include src/plugin/logic.mk
include src/plugin/widgets.mk
include src/plugin/module.mk
