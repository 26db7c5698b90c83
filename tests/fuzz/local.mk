# Fuzzers: one file each with LLVMFuzzerTestOneInput, and inputs in corpus/FUZZER. With
# --enable-fuzz they are libFuzzer programs and "make fuzz" runs them; in other builds
# replay.c makes tests of them that run over the corpus.
doctor_fuzzers = \
	tests/fuzz/fuzz-accountrc \
	tests/fuzz/fuzz-answers \
	tests/fuzz/fuzz-certificate \
	tests/fuzz/fuzz-conversation \
	tests/fuzz/fuzz-explain-line \
	tests/fuzz/fuzz-finding \
	tests/fuzz/fuzz-imap-answer \
	tests/fuzz/fuzz-provider \
	tests/fuzz/fuzz-records \
	tests/fuzz/fuzz-settings-file \
	tests/fuzz/fuzz-wire
check_PROGRAMS += $(doctor_fuzzers)
EXTRA_DIST += tests/fuzz/corpus

if ENABLE_FUZZ
doctor_fuzz_main =
doctor_fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
else
TESTS += $(doctor_fuzzers)
doctor_fuzz_main = tests/fuzz/libreplay.a
check_LIBRARIES += tests/fuzz/libreplay.a
tests_fuzz_libreplay_a_SOURCES = tests/fuzz/replay.c
tests_fuzz_libreplay_a_CPPFLAGS = $(doctor_test_cppflags)
doctor_fuzz_ldflags = $(AM_LDFLAGS)
endif

tests_fuzz_fuzz_accountrc_CPPFLAGS = $(doctor_test_cppflags)
tests_fuzz_fuzz_accountrc_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_accountrc_LDADD = $(doctor_fuzz_main) $(command_test_ldadd)
tests_fuzz_fuzz_answers_CPPFLAGS = $(probe_test_cppflags)
tests_fuzz_fuzz_answers_LDADD = $(doctor_fuzz_main) src/command/libdoctor-command.la $(probe_test_ldadd) $(COMMAND_LIBS)
tests_fuzz_fuzz_answers_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_certificate_CPPFLAGS = $(probe_test_cppflags)
tests_fuzz_fuzz_certificate_LDADD = $(doctor_fuzz_main) $(probe_test_ldadd)
tests_fuzz_fuzz_certificate_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_conversation_CPPFLAGS = $(probe_test_cppflags)
tests_fuzz_fuzz_conversation_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_conversation_LDADD = $(doctor_fuzz_main) $(probe_test_ldadd)
tests_fuzz_fuzz_finding_CPPFLAGS = $(doctor_test_cppflags)
tests_fuzz_fuzz_finding_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_finding_LDADD = $(doctor_fuzz_main) $(doctor_test_ldadd)
tests_fuzz_fuzz_imap_answer_CPPFLAGS = $(probe_test_cppflags)
tests_fuzz_fuzz_imap_answer_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_imap_answer_LDADD = $(doctor_fuzz_main) $(probe_test_ldadd)
tests_fuzz_fuzz_provider_CPPFLAGS = $(doctor_test_cppflags)
tests_fuzz_fuzz_provider_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_provider_LDADD = $(doctor_fuzz_main) $(doctor_test_ldadd)
tests_fuzz_fuzz_records_CPPFLAGS = $(probe_test_cppflags)
tests_fuzz_fuzz_records_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_records_LDADD = $(doctor_fuzz_main) $(probe_test_ldadd)
tests_fuzz_fuzz_wire_CPPFLAGS = $(doctor_test_cppflags)
tests_fuzz_fuzz_wire_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_wire_LDADD = $(doctor_fuzz_main) $(doctor_test_ldadd)

tests_fuzz_fuzz_explain_line_CPPFLAGS = $(doctor_test_cppflags) $(COMMAND_CFLAGS)
tests_fuzz_fuzz_explain_line_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_explain_line_LDADD = $(doctor_fuzz_main) $(command_test_ldadd)

tests_fuzz_fuzz_settings_file_CPPFLAGS = $(doctor_test_cppflags) $(COMMAND_CFLAGS)
tests_fuzz_fuzz_settings_file_LDFLAGS = $(doctor_fuzz_ldflags)
tests_fuzz_fuzz_settings_file_LDADD = $(doctor_fuzz_main) $(command_test_ldadd)

# New inputs stay in the build folder; the ones worth keeping are copied to the corpus by hand.
FUZZ_SECONDS = 60
.PHONY: fuzz
fuzz: $(doctor_fuzzers)
	set -e; for fuzzer in $(doctor_fuzzers); do \
	  name=`basename $$fuzzer`; $(MKDIR_P) tests/fuzz/found/$$name; \
	  ./$$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -artifact_prefix=tests/fuzz/found/$$name- \
	    tests/fuzz/found/$$name $(srcdir)/tests/fuzz/corpus/$$name; \
	done
