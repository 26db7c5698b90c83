# Benchmarks of design.md §8: what the plugin costs the host.
bench_programs = \
	tests/bench/bench-hook \
	tests/bench/bench-load \
	tests/bench/bench-rules
EXTRA_PROGRAMS = $(bench_programs)
CLEANFILES += $(bench_programs)
EXTRA_DIST += tests/bench/bench_explain.py tests/bench/bench_network.py
tests_bench_bench_hook_CPPFLAGS = $(doctor_test_cppflags)
tests_bench_bench_hook_LDADD = src/plugin/libdoctor-plugin.la $(doctor_test_ldadd)
tests_bench_bench_load_CPPFLAGS = $(doctor_test_cppflags) $(PLUGIN_CFLAGS)
tests_bench_bench_load_LDADD = $(doctor_test_ldadd) $(PLUGIN_LIBS)
tests_bench_bench_rules_CPPFLAGS = $(doctor_test_cppflags)
tests_bench_bench_rules_LDADD = $(doctor_test_ldadd)
