"""Checks what the components link: allowed_links.py LIST.

Compares the LINKS of each backlinks_library() in the tracked CMakeLists.txt
below the current folder with LIST, that of allowed_includes.py: a component
links the components that its line names, which are those that it includes, and
no others. Libraries that are no components are not checked, since LIST has
their headers alone. Prints each finding as
  PLACE: what is wrong; what is allowed
where PLACE is FILE:LINE or a line of LIST, and exits with 1 if there was one.
"""

import pathlib
import re
import sys

from allowed_includes import TOP_FOLDERS, AllowedIncludes
from tracked_files import tracked_files

LIBRARY = re.compile(r"^backlinks_library\(\s*(\w+)([^)]*)\)", re.MULTILINE)
LINK = re.compile(r"backlinks::(\w+)")
# The files of service/ itself are a program, not a library.
PROGRAM = "main"
# The public headers of the client are a component of their own for includes, and
# part of the client's library for links.
HEADERS_OF = {"include": "client"}


def libraries_in(path):
    """Place, name and links of each library that the file declares."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    text = re.sub(r"#[^\n]*", "", text)
    for match in LIBRARY.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{path}:{line}", match[1], LINK.findall(match[2])


def findings(allowed):
    linked = set()
    for path in tracked_files(*TOP_FOLDERS):
        if not path.endswith("CMakeLists.txt"):
            continue
        for place, name, links in libraries_in(path):
            component = allowed.components.get(name)
            if component is None:
                yield (place, f"{name} is no component of {allowed.path}; "
                       f"allowed: {', '.join(allowed.components)}")
                continue
            linked.add(name)
            needs = dict.fromkeys(HEADERS_OF.get(needed, needed)
                                  for needed in component.components)
            needs.pop(name, None)
            names = ", ".join(needs) or "none"
            for link in links:
                if link in allowed.components and link not in needs:
                    yield (place, f"{name} may not link {link}; "
                           f"allowed: {names}")
            for needed in needs:
                if needed not in links:
                    yield (place, f"{name} does not link {needed}, which it "
                           f"includes; allowed: {names}")
    for name, component in allowed.components.items():
        if name not in linked and name not in (PROGRAM, *HEADERS_OF):
            yield (component.place, f"{name} is no library; "
                   "allowed: components that a CMakeLists.txt declares")


def main():
    (argument,) = sys.argv[1:]
    found = list(findings(AllowedIncludes(pathlib.Path(argument))))
    for place, wrong in found:
        print(f"{place}: {wrong}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
