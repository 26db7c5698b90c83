# Files of src/plugin.
