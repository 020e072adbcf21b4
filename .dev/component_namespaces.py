"""Checks the namespaces of components: component_namespaces.py.

Reads the tracked C++ files in the folders of components below the current
folder. A file that opens a namespace in `backlinks`, and every header, must open
the namespace of its folder: service/plan/plan.h opens `backlinks::plan`. Prints
each finding as
  FILE: what is wrong; what is allowed
and exits with 1 if there was one.
"""

import pathlib
import re
import subprocess
import sys

TOP_FOLDERS = ("service", "client/cpp")
# Folders whose files are in `backlinks` itself: the vocabulary of all
# components, and the client library.
SHARED = ("service/model", "service/common", "client/cpp")
# The namespaces of the folders in a shared folder that have their own.
OWN = {"service/common/text": "text", "service/common/arrow": "arrow",
       "client/cpp/cli": "cli", "client/cpp/output": "output"}
NAMESPACE = re.compile(r"^namespace (backlinks(?:::\w+)*) \{", re.MULTILINE)


def is_inside(folder, other):
    return folder == other or folder.startswith(other + "/")


def namespace_of(folder):
    """The namespace that the files of the folder open."""
    for own, name in OWN.items():
        if is_inside(folder, own):
            return "::".join(
                ["backlinks", name, *folder[len(own):].split("/")[1:]])
    if any(is_inside(folder, shared) for shared in SHARED):
        return "backlinks"
    return "::".join(["backlinks", *folder.split("/")[1:]])


def wrong_namespace(path):
    """Why the namespaces of the file are wrong, or None."""
    wanted = namespace_of(str(path.parent))
    opened = NAMESPACE.findall(path.read_text(encoding="utf-8"))
    if wanted in opened or (not opened and path.suffix == ".cc"):
        return None
    return (f"opens {', '.join(opened) or 'no namespace'}; "
            f"allowed: {wanted}")


def tracked_sources():
    listed = subprocess.run(["git", "ls-files", "-z", "--", *TOP_FOLDERS],
                            check=True, stdout=subprocess.PIPE).stdout.decode()
    paths = (pathlib.Path(path) for path in listed.split("\0") if path)
    return [path for path in paths
            if path.suffix in (".cc", ".h") and path.is_file()]


def main():
    wrong = 0
    for path in tracked_sources():
        finding = wrong_namespace(path)
        if finding:
            print(f"{path}: {finding}")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
