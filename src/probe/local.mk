# Files of src/probe.
