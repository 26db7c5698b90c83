# Tests of the command: tables of invocations in Python, which prints TAP.
command_scripts = \
	tests/command/test-accuracy.py \
	tests/command/test-data.py \
	tests/command/test-examine.py \
	tests/command/test-explain.py \
	tests/command/test-hostile.py \
	tests/command/test-japanese.py \
	tests/command/test-usage.py
TESTS += $(command_scripts)
EXTRA_DIST += tests/accuracy/sample.jsonl tests/command/hostile.py tests/command/server.py tests/command/tap.py $(command_scripts)
