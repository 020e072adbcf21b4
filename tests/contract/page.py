"""Runs the commands of a Markdown page exactly as written there.

A fence `console` contains commands after "$ ", each with its output: "…" in a
line matches any text, and a line "…" matches any lines. All commands of a page
run in one shell, in the root of the project; one that fails must be followed
by `echo $?`. A fence `sh` sets variables to the reader's own addresses; here
the test sets them. A fence without a language contains no commands. A page
with commands has no fences of other languages.
"""

import dataclasses
import os
import pathlib
import re
import shlex
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT = 300  # Seconds until a page's run is a failure; one compiles.
MARK = "\x1e"
PROLOGUE = ('mark() { local code=$?; printf "\\036%d\\n" "$code"; '
            'return "$code"; }\n')
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
SETTING = re.compile(r"export (\w+)=\S+")


@dataclasses.dataclass
class Command:
    text: str
    expected: str
    printed: str = ""
    code: int = -1  # It was not run.

    @property
    def as_expected(self):
        return re.fullmatch(pattern(self.expected), self.printed) is not None


def pattern(expected):
    """The regular expression of what a page says that a command prints."""
    lines = []
    for line in expected.splitlines():
        lines.append(r"(?:[^\n]*\n)*?" if line.strip() == "…" else
                     re.escape(line).replace("…", r"[^\n]*") + r"\n")
    return "".join(lines)


def is_whole(command):
    """Whether the shell would run it, rather than wait for its next line."""
    try:
        shlex.split(command)
    except ValueError:
        return False
    return not command.endswith(("\\", "|"))


def session(block):
    """The commands of one fence."""
    found = []
    for line in block.splitlines():
        if found and not is_whole(found[-1].text):
            found[-1].text += "\n" + line
        elif line.startswith("$ "):
            found.append(Command(line[2:], ""))
        else:
            found[-1].expected += line + "\n"
    return found


class Page:
    """The fences of one page."""

    def __init__(self, path):
        fences = FENCE.findall((ROOT / path).read_text(encoding="utf-8"))
        self.languages = {language for language, _ in fences}
        self.commands = [command for language, block in fences
                         if language == "console"
                         for command in session(block)]
        self.settings = {name for language, block in fences
                         if language == "sh"
                         for name in SETTING.findall(block)}

    def run(self, programs, **settings):
        """Runs every command; `programs` is a folder of what they call."""
        script = PROLOGUE + "".join(f"{command.text}\nmark\n"
                                    for command in self.commands)
        environment = {**os.environ, **settings,
                       "PATH": f"{programs}:{os.environ['PATH']}"}
        run = subprocess.run(
            ["bash", "--noprofile", "--norc"], cwd=ROOT, env=environment,
            input=script, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False, timeout=TIMEOUT)
        pieces = re.split(MARK + r"(\d+)\n", run.stdout)
        outputs = zip(self.commands, pieces[::2], pieces[1::2], strict=False)
        for command, printed, code in outputs:
            command.printed, command.code = with_line_end(printed), int(code)

    def unannounced_failures(self):
        following = [*self.commands[1:], Command("", "")]
        return [command.text
                for command, after in zip(self.commands, following,
                                          strict=True)
                if command.code != 0 and after.text != "echo $?"]


def with_line_end(text):
    return text if not text or text.endswith("\n") else text + "\n"
