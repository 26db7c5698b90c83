# Files of src/command.
