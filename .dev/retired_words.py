"""Finds words that this project no longer uses: retired_words.py LIST.

Looks through the tracked text files below the current folder, and their paths.
LIST describes its own format. Prints each finding as
  FILE:LINE: "WORD" -> use "REPLACEMENT"
and exits with 1 if there was one.
"""

import pathlib
import re
import sys

from tracked_files import tracked_files

# Inputs of fuzzers are data, not text.
SKIPPED = ("tests/fuzz/corpus/",)
# In C++ and protos each match is a preprocessor line, a number, a character or,
# as the group `prose`, a comment or a string.
CPP = re.compile(
    r"""^[ \t]*\#(?:\\\n|[^\n])*
    | \b\d[\w.']*
    | '(?:\\.|[^'\\\n])+'
    | (?P<prose> //[^\n]* | /\*.*?\*/
      | R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)" | "(?:\\.|[^"\\\n])*" )""",
    re.MULTILINE | re.DOTALL | re.VERBOSE)
CMAKE = re.compile(r"(?P<prose>\#[^\n]*)")


class Word:
    """One line of the list."""

    def __init__(self, line):
        expression, *replacement = line.split("\t")
        if not 1 <= len(replacement) <= 2:
            raise ValueError("needs an expression and a replacement")
        self.replacement, *scope = replacement
        if scope not in ([], ["prose"]):
            raise ValueError(f"has no scope {scope[0]!r}, only prose")
        self.prose_only = bool(scope)
        # Edges of runs of letters: "_" and digits separate words, too.
        expression = re.sub(r"\\b(?=[a-z[]|\((?!\?[!=<]))", "(?<![a-z])",
                            expression)
        expression = expression.replace(r"\b", "(?![a-z])")
        # Without regard to case a search takes five times as long.
        self.in_lower_case = re.compile(expression)
        self.retired = re.compile(expression, re.IGNORECASE)
        self.whole = re.compile(f"[a-z]*(?:{expression})[a-z]*", re.IGNORECASE)

    def may_be_in(self, text_in_lower_case):
        return self.in_lower_case.search(text_in_lower_case)

    def findings(self, line):
        """Pairs of each whole word found and what to write in its place."""
        for match in self.whole.finditer(line):
            yield match.group(), self.retired.sub(self.replacement,
                                                  match.group())


def words_of(path):
    words = []
    for number, line in enumerate(
            path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            try:
                words.append(Word(line))
            except (ValueError, re.error) as error:
                sys.exit(f"{path}:{number}: {error}")
    return words


def prose_of(path, text):
    """The text with everything but its prose left out, line by line."""
    if path.endswith((".cc", ".h", ".proto")):
        lexer = CPP
    elif path.endswith((".cmake", "CMakeLists.txt")):
        lexer = CMAKE
    else:
        return text
    prose, end = [], 0
    for match in lexer.finditer(text):
        prose.append("\n" * text.count("\n", end, match.start()))
        kept = match["prose"]
        prose.append(kept or "\n" * match.group().count("\n"))
        end = match.end()
    return "".join(prose)


def findings_in(path, words):
    for word in words:
        if not word.prose_only:
            for found, better in word.findings(path):
                yield path, found, better
    try:
        text = pathlib.Path(path).read_bytes().decode()
    except (OSError, UnicodeDecodeError):  # Removed, a link, or not text.
        return
    if "\0" in text:
        return
    lower_case = text.lower()
    words = [word for word in words if word.may_be_in(lower_case)]
    if not words:
        return
    lines = text.split("\n")
    prose = prose_of(path, text).split("\n")
    for number, (line, prose_line) in enumerate(zip(lines, prose), 1):
        for word in words:
            checked = prose_line if word.prose_only else line
            for found, better in word.findings(checked):
                yield f"{path}:{number}", found, better


def main():
    (argument,) = sys.argv[1:]
    word_list = pathlib.Path(argument)
    words = words_of(word_list)
    found_any = False
    for path in tracked_files():
        if (path.startswith(SKIPPED) or
                pathlib.Path(path).resolve() == word_list.resolve()):
            continue
        for place, found, better in findings_in(path, words):
            found_any = True
            print(f'{place}: "{found}" -> use "{better}"')
    return int(found_any)


if __name__ == "__main__":
    sys.exit(main())
