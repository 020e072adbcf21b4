"""Completion as people get it: a shell in a terminal, and the key Tab."""

import contextlib
import pathlib
import re
import tempfile
import unittest

from terminal import Terminal

BASH = ("bash --norc --noprofile", "source <(backlinks completion bash)")
ZSH = ("zsh -f", "autoload -U compinit; compinit -u -D; "
       "source <(backlinks completion zsh)")
FISH = ("fish --no-config", "backlinks completion fish | source")
SHELLS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


@contextlib.contextmanager
def ready(shell):
    """A terminal with the shell, set up as its users would."""
    command, setup = SHELLS[shell]
    with Terminal(command, width=200) as terminal:
        terminal.type(setup + "; echo LOA''DED", "Enter")
        terminal.wait_for(r"^LOADED")
        yield terminal


class Shells(unittest.TestCase):

    def complete(self, terminal, typed, completed):
        terminal.type("clear; echo CLEA''RED", "Enter")
        terminal.wait_for(r"\ACLEARED\n.*\S")
        terminal.type(typed, "Tab")
        terminal.wait_for(re.escape(completed) + r"\s")
        terminal.type("", "C-c")

    def test_what_may_come_next(self):
        for shell in SHELLS:
            with self.subTest(shell=shell), ready(shell) as terminal:
                for typed, completed in (
                        ("backlinks str", "backlinks stream"),
                        ("backlinks stream a.example --whe", "--where"),
                        ("backlinks stream --format js", "--format jsonl"),
                        ("backlinks stream --mode=sub", "--mode=subdomains"),
                        ("backlinks list --select title,nofo",
                         "title,nofollow"),
                        ("backlinks list --order-by title:d", "title:desc"),
                        ("backlinks --server a:1 usa", "--server a:1 usage")):
                    self.complete(terminal, typed, completed)

    def test_names_of_files(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "root.pem").touch()
            for shell in SHELLS:
                with self.subTest(shell=shell), ready(shell) as terminal:
                    for option in ("--tls-ca-file ", "--tls-ca-file="):
                        self.complete(terminal,
                                      f"backlinks {option}{folder}/ro",
                                      f"{option}{folder}/root.pem")

    def test_a_choice_is_shown_with_what_it_means(self):
        for shell in ("zsh", "fish"):
            with self.subTest(shell=shell), ready(shell) as terminal:
                terminal.type("backlinks ", "Tab")
                terminal.wait_for(r"explain +.*Show what stream would do")


if __name__ == "__main__":
    unittest.main()
