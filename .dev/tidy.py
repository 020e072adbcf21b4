"""Runs clang-tidy over the project's own sources and remembers what was clean.

In:  a build folder with compile_commands.json, a cache folder.
Out: findings on standard output, then one line with the totals; exit 1 if
     there were findings.
Most of clang-tidy's time goes into the headers of libraries, so the sources
of one folder that are compiled alike are looked at as one, GROUP at a time;
where that does not compile (two of them have a name of their own in common),
each half of them. Units that CMake made of several sources are taken apart
first. A group is looked at again when anything that it reads
changed: its key is the hash of its preprocessed text, its command, .clang-tidy
and the version, wherever the checkout lies.
"""

import collections
import concurrent.futures
import hashlib
import itertools
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

OWN = ("service/", "client/", "tests/")
GROUP = 16


def sources_of(entry):
    """The sources of one unit: those that it includes if CMake made it."""
    path = pathlib.Path(entry["directory"], entry["file"])
    if path.parent.name == "Unity":
        return re.findall(r'^#include "(.*\.cc)"$',
                          path.read_text(encoding="utf-8"), re.MULTILINE)
    return [path]


def own_sources(root, build):
    with open(build / "compile_commands.json", encoding="utf-8") as file:
        for entry in json.load(file):
            for source in sources_of(entry):
                path = os.path.relpath(source, root)
                if path.startswith(OWN):
                    yield path, entry


def compile_words(entry):
    """Its command without launcher, source and output."""
    words = shlex.split(entry["command"])
    if os.path.basename(words[0]) == "ccache":
        words = words[1:]
    for option in ("-o", "-c"):
        at = words.index(option)
        del words[at:at + 2]
    return tuple(words)


def groups(root, build):
    """(sources, directory, words): each source once, although several
    programs may be built of it."""
    alike = collections.defaultdict(list)
    for path, entry in sorted(dict(own_sources(root, build)).items()):
        alike[os.path.dirname(path), entry["directory"],
              compile_words(entry)].append(path)
    for (_, directory, words), paths in alike.items():
        for at in range(0, len(paths), GROUP):
            yield paths[at:at + GROUP], directory, words


class Checker:

    def __init__(self, root, build, cache):
        self.root, self.cache = root, cache
        self.folder = build / "tidy"
        cache.mkdir(parents=True, exist_ok=True)
        configs = [root / ".clang-tidy",
                   *sorted(root.glob("tests/**/.clang-tidy"))]
        self.salt = b"".join(map(pathlib.Path.read_bytes, configs))
        self.salt += subprocess.run(["clang-tidy", "--version"], check=True,
                                    stdout=subprocess.PIPE).stdout
        for config in configs:
            copy = self.folder / config.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(config.read_bytes())

    def unit(self, paths):
        """One source that is all of them, in a folder with their rules.

        The analyzer looks into what a source includes only if that source is
        called so.
        """
        path = pathlib.PurePath(paths[0])
        unit = self.folder / path.with_name(
            f"UnifiedSource-{path.stem}-{len(paths)}.cc")
        unit.parent.mkdir(parents=True, exist_ok=True)
        unit.write_text("".join(
            f'#include "{path}"  // NOLINT(bugprone-suspicious-include)\n'
            for path in paths), encoding="utf-8")
        return unit

    def key(self, unit, directory, words):
        digest = hashlib.sha256(self.salt)
        run = subprocess.run([*words, "-E", unit], cwd=directory, check=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        for text in (shlex.join(words).encode(), run.stdout):
            digest.update(text.replace(os.fsencode(self.root), b"ROOT"))
        return self.cache / digest.hexdigest()

    def check(self, paths, directory, words):
        """The groups with findings, and these."""
        unit = self.unit(paths)
        mark = self.key(unit, directory, words)
        if mark.exists():
            return []
        run = subprocess.run(
            ["clang-tidy", "--quiet", unit, "--", *words[1:]], cwd=directory,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, check=False)
        if run.returncode == 0 and not run.stdout.strip():
            mark.touch()
            return []
        if len(paths) > 1 and "[clang-diagnostic-error" in run.stdout:
            half = len(paths) // 2
            return [*self.check(paths[:half], directory, words),
                    *self.check(paths[half:], directory, words)]
        return [(" ".join(paths), run.stdout or run.stderr)]


def main(root, build, cache):
    checker = Checker(root, build, cache)
    work = list(groups(root, build))
    found = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        # Printed as they are found: all of it takes long.
        for path, text in itertools.chain.from_iterable(
                pool.map(lambda item: checker.check(*item), work)):
            print(f"{path}:\n{text}", flush=True)
            found.append(path)
    count = sum(len(paths) for paths, _, _ in work)
    unclean = sum(len(paths.split()) for paths in found)
    print(f"clang-tidy: {count - unclean} files clean, "
          f"findings in {len(found)} groups")
    return 1 if found or not work else 0


if __name__ == "__main__":
    sys.exit(main(*(pathlib.Path(arg).resolve() for arg in sys.argv[1:4])))
