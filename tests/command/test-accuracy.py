"""accuracy: the figures that scripts/accuracy prints for a corpus of our own."""

import subprocess
import sys
import tempfile
from pathlib import Path

import tap

SCRIPT = tap.SOURCE / "scripts" / "accuracy"
SAMPLE = tap.SOURCE / "tests" / "accuracy" / "sample.jsonl"


def judge(corpus, *options):
    done = subprocess.run([sys.executable, str(SCRIPT), "--program", str(tap.PROGRAM), *options, str(corpus)],
                          capture_output=True, text=True, timeout=tap.TIMEOUT_SECONDS, check=False)
    return tap.Answer(done.returncode, done.stdout, done.stderr)


def squeezed(text):
    """The text with each run of blanks as one, so that the width of a table does not matter."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def figures():
    answer = judge(SAMPLE)
    tap.equal(answer.status, 0)
    out = squeezed(answer.out)
    tap.contains(out, "| right at the first place | 3 of 5 (60.0 %) | 2 of 3 (66.7 %) |")
    tap.contains(out, "| the label itself at the first place | 2 of 5 (40.0 %) | 2 of 3 (66.7 %) |")
    tap.contains(out, "| wrongly “proved” | 0 of 5 (0.0 %) |")
    tap.contains(out, "| mailbox.locked | 1 | 1 | 1 | 0 |")
    tap.contains(out, "- other-cause: net.offline, said tls.expired")
    tap.contains(out, "(password)")


def brief_names_no_record():
    answer = judge(SAMPLE, "--brief")
    tap.equal(answer.status, 0)
    tap.equal("other-cause" in answer.out, False)


def no_words_of_the_corpus():
    answer = judge(SAMPLE)
    tap.equal("maildrop" in answer.out or "Authentication failed" in answer.out, False)


def bad_corpus(text, sentence):
    def test():
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder, "corpus")
            corpus.write_text(text, encoding="utf-8")
            answer = judge(corpus)
            tap.equal(answer.status, 1)
            tap.contains(answer.err, sentence)

    return test


TESTS = {
    "figures": figures,
    "brief names no record": brief_names_no_record,
    "no words of the corpus": no_words_of_the_corpus,
    "a line that is no JSON": bad_corpus("{\n", ":1: not a record"),
    "a record without a label": bad_corpus('{"id": 1, "text": "x"}\n', ":1: not a record"),
    "an empty corpus": bad_corpus("\n", "there are no records"),
}

if __name__ == "__main__":
    tap.main(TESTS)
