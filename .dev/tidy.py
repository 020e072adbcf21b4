"""Runs clang-tidy over the project's own sources and remembers what was clean.

In:  a build folder with compile_commands.json, a cache folder.
Out: findings on standard output, then one line with the totals; exit 1 if
     there were findings.
A source is looked at again when anything that it reads changed: its key is
the hash of its preprocessed text, its command, .clang-tidy and the version,
wherever the checkout lies.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

OWN = ("service/", "client/", "tests/")


def own_sources(root, build):
    with open(build / "compile_commands.json", encoding="utf-8") as file:
        for entry in json.load(file):
            path = os.path.relpath(
                os.path.join(entry["directory"], entry["file"]), root)
            if path.startswith(OWN):
                yield path, entry


def checked_sources(root, build):
    """Each once, although several programs may be built of it."""
    return sorted(dict(own_sources(root, build)).items())


def preprocessed(entry):
    words = shlex.split(entry["command"])
    if os.path.basename(words[0]) == "ccache":
        words = words[1:]
    words[words.index("-o") + 1] = "-"
    words[words.index("-c")] = "-E"
    return subprocess.run(words, cwd=entry["directory"], check=True,
                          stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE).stdout


def main(root, build, cache):
    cache.mkdir(parents=True, exist_ok=True)
    configs = [root / ".clang-tidy", *sorted(root.glob("tests/**/.clang-tidy"))]
    salt = b"".join(path.read_bytes() for path in configs) + subprocess.run(
        ["clang-tidy", "--version"], check=True,
        stdout=subprocess.PIPE).stdout

    def check(item):
        path, entry = item
        digest = hashlib.sha256(salt)
        for text in (entry["command"].encode(), preprocessed(entry)):
            digest.update(text.replace(os.fsencode(root), b"ROOT"))
        mark = cache / digest.hexdigest()
        if mark.exists():
            return path, ""
        run = subprocess.run(
            ["clang-tidy", "--quiet", "-p", str(build), path], cwd=root,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, check=False)
        if run.returncode == 0 and not run.stdout.strip():
            mark.touch()
            return path, ""
        return path, run.stdout or run.stderr

    found = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(check, checked_sources(root, build)))
    for path, text in results:
        if text:
            found += 1
            print(f"{path}:\n{text}")
    print(f"clang-tidy: {len(results) - found} files clean, {found} not")
    return 1 if found or not results else 0


if __name__ == "__main__":
    sys.exit(main(*(pathlib.Path(arg).resolve() for arg in sys.argv[1:4])))
