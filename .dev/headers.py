"""Compiles each header of the components alone: headers.py ROOT BUILD CACHE.

In:  a build folder with compile_commands.json and the generated headers, a
     folder that remembers which headers were clean.
Out: each error as HEADER: PLACE: error: MESSAGE, then one line with the totals;
     exit 1 if there was an error, or no header at all.
A header is included twice, so that one without an include guard fails, with the
include paths and definitions of the sources in its folder. No precompiled
header: it would hide an include that is missing.
A header is compiled again when its key changed: the compiler's version, the
flags, and the text of the header and of all that it includes from the checkout
and the build folder, wherever these lie. An update of a library changes no key.
"""

import concurrent.futures
import functools
import hashlib
import os
import pathlib
import re
import subprocess
import sys

from tidy import compile_words, own_sources
from tracked_files import tracked_files

FOLDERS = ("service", "client/cpp")
COMPILER = "clang++"
INCLUDE = re.compile(rb'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)
FOLDER_OPTIONS = ("-I", "-isystem")


def header_flags(words):
    """What a header needs of a command: include paths, definitions, standard.

    Each option is one tuple, with its value.
    """
    words = iter(words)
    for word in words:
        if word in (*FOLDER_OPTIONS, "-D"):
            yield word, next(words)
        elif word.startswith("-I"):
            yield "-I", word[2:]
        elif word.startswith(("-D", "-std=")):
            yield (word,)


def flags_of_folders(root, build):
    """The flags of each folder that has sources."""
    flags = {}
    for path, entry in sorted(dict(own_sources(root, build)).items()):
        flags.setdefault(os.path.dirname(path),
                         tuple(header_flags(compile_words(entry))))
    return flags


@functools.cache
def text_and_includes(path):
    text = path.read_bytes()
    return text, [os.fsdecode(name) for name in INCLUDE.findall(text)]


@functools.cache
def find(name, folders):
    paths = (folder / name for folder in folders)
    return next(filter(pathlib.Path.is_file, paths), None)


class Checker:

    def __init__(self, root, build, cache):
        self.root, self.build, self.cache = root, build, cache
        cache.mkdir(parents=True, exist_ok=True)
        self.flags = flags_of_folders(root, build)
        self.version = subprocess.run([COMPILER, "--version"], check=True,
                                      stdout=subprocess.PIPE).stdout

    def flags_of(self, header):
        """The flags of the nearest folder that has sources, or None."""
        for folder in pathlib.PurePath(header).parents:
            if str(folder) in self.flags:
                return self.flags[str(folder)]
        return None

    def own_folders(self, flags):
        """The include paths in the checkout or the build folder."""
        folders = (pathlib.Path(option[1]) for option in flags
                   if option[0] in FOLDER_OPTIONS)
        return tuple(folder for folder in folders
                     if folder.is_relative_to(self.root)
                     or folder.is_relative_to(self.build))

    def included(self, header, flags):
        """The header, and the files of the project that it reads."""
        folders = self.own_folders(flags)
        found = [self.root / header]
        for path in found:  # Grows.
            for name in text_and_includes(path)[1]:
                other = find(name, (path.parent, *folders))
                if other and other not in found:
                    found.append(other)
        return found

    def without_place(self, text):
        text = text.replace(os.fsencode(self.build), b"BUILD")
        return text.replace(os.fsencode(self.root), b"ROOT")

    def key(self, header, flags):
        digest = hashlib.sha256(self.version)
        parts = [repr((header, flags)).encode()]
        for path in self.included(header, flags):
            parts += [os.fsencode(path), text_and_includes(path)[0]]
        for part in map(self.without_place, parts):
            digest.update(hashlib.sha256(part).digest())
        return self.cache / digest.hexdigest()

    def compile(self, header, flags):
        """What the compiler reports."""
        words = [word for option in flags for word in option]
        run = subprocess.run(
            [COMPILER, "-fsyntax-only", "-fno-color-diagnostics",
             "-fno-caret-diagnostics", "-x", "c++", *words, "-"],
            input=f'#include "{self.root / header}"\n' * 2, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if run.returncode == 0:
            return []
        lines = run.stderr.replace(f"{self.root}/", "").splitlines()
        return [line for line in lines if "error: " in line] or lines

    def check(self, header):
        """The errors of the header."""
        flags = self.flags_of(header)
        if flags is None:
            return ["error: no source is compiled in its folder or above it"]
        mark = self.key(header, flags)
        if mark.exists():
            return []
        errors = self.compile(header, flags)
        if not errors:
            mark.touch()
        return errors


def main(root, build, cache):
    os.chdir(root)
    checker = Checker(root, build, cache)
    headers = [path for path in tracked_files(*FOLDERS) if path.endswith(".h")]
    unclean = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for header, errors in zip(headers, pool.map(checker.check, headers)):
            unclean += bool(errors)
            for error in errors:
                print(f"{header}: {error}")
    print(f"headers: {len(headers) - unclean} compile alone, {unclean} do not")
    return 1 if unclean or not headers else 0


if __name__ == "__main__":
    sys.exit(main(*(pathlib.Path(arg).resolve() for arg in sys.argv[1:4])))
