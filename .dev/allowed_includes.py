"""Checks what the components include: allowed_includes.py LIST.

Reads the tracked C++ files in the folders of components below the current
folder. LIST names the components and describes its own format. Prints each
finding as
  PLACE: what is wrong; what is allowed
where PLACE is FILE:LINE or a line of LIST, and exits with 1 if there was one.
"""

import os
import pathlib
import posixpath
import re
import sys

from tracked_files import tracked_files

# Folders of components, and the component of the files directly in each.
# The first that has a file counts.
TOP_FOLDERS = {"service/state/redis": "redis", "service": "main",
               "client/cpp": "client"}
# Folders that only group components: service/common/text is `text`.
GROUPS = ("service/common",)
# Folders that compilers search for headers, as in the installed client.
INCLUDE_FOLDERS = ("client/cpp/include",)
SUFFIXES = (".cc", ".h", ".h.in")
INCLUDE = re.compile(r'\s*#\s*include\b\s*(?:"([^"]+)"|<([^>]+)>)?')
LINE = re.compile(r"(\*|\w+):([^:|]*)(?:\|([^:|]*))?")


def folder_and_name(path):
    """The folder of the component that has the path, and its name in the list.

    Both are None if the path is not in one of TOP_FOLDERS, and the name is None
    if the folder only groups components.
    """
    for top, own_name in TOP_FOLDERS.items():
        if path.startswith(top + "/"):
            folder, name = top, own_name
            *parents, _ = path[len(top) + 1:].split("/")
            for parent in parents:
                folder, name = f"{folder}/{parent}", parent
                if folder not in GROUPS:
                    return folder, name
            return folder, None if folder in GROUPS else name
    return None, None


def searched(included):
    """The path of an own header that was found in one of INCLUDE_FOLDERS."""
    paths = (f"{folder}/{included}" for folder in INCLUDE_FOLDERS)
    return next(filter(os.path.isfile, paths), included)


class Component:
    """One line of the list."""

    def __init__(self, place, name, components=(), headers=()):
        self.place = place
        self.name = name
        self.components = components
        self.headers = headers
        self.used = set()
        self.folder = None  # None until a file of the component is found.

    def family_of(self, header):
        """The entry of `headers` that has the header, or None."""
        for family in self.headers:
            if header == family or header.startswith(family + "/"):
                return family
        return None


class AllowedIncludes:
    """The list, with what was found to be used of it."""

    def __init__(self, path):
        self.path = path
        self.every = Component(path, "*")
        self.components = {}
        self.unknown_folders = set()
        for number, line in enumerate(
                path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                self.add_line(number, line)

    def add_line(self, number, line):
        place = f"{self.path}:{number}"
        match = LINE.fullmatch(line)
        if not match:
            sys.exit(f"{place}: is no component; "
                     "allowed: NAME: COMPONENTS | HEADERS")
        name, components, headers = match.groups(default="")
        component = Component(place, name, components.split(), headers.split())
        if name == "*":
            self.every = component
        elif name in self.components:
            sys.exit(f"{place}: {name} is already at "
                     f"{self.components[name].place}; "
                     "allowed: one line for each component")
        else:
            self.components[name] = component

    def refusal(self, component, included):
        components = ", ".join(component.components) or "none"
        headers = ", ".join([*self.every.headers, *component.headers]) or "none"
        return (f"{component.name} may not include {included}; "
                f"allowed: components {components}; headers {headers}")

    def wrong_header(self, component, header):
        """Why the header of a library may not be included, or None."""
        # A stub needs gRPC, whatever folder its messages are in.
        checked = "grpcpp" if header.endswith(".grpc.pb.h") else header
        for owner in (self.every, component):
            family = owner.family_of(checked)
            if family:
                owner.used.add(family)
                return None
        return self.refusal(component, f'"{header}"')

    def wrong_inside(self, folder, path, included):
        """Why a file of the same component may not be included, or None."""
        own = posixpath.dirname(path)
        other = posixpath.dirname(included)
        if folder in (own, other) or own == other:
            return None
        return (f'{own} may not include "{included}"; '
                f"allowed: {folder}, {own}")

    def wrong_include(self, component, path, match):
        """Why the include that matched may not be there, or None."""
        quoted, angled = match.groups()
        if not quoted and not angled:
            return self.refusal(component, "what is not a plain path")
        if angled and re.fullmatch(r"\w+", angled):  # The standard library.
            return None
        included = searched(posixpath.normpath(quoted or angled))
        folder, name = folder_and_name(included)
        if folder is None:
            return self.wrong_header(component, included)
        if folder == component.folder:
            return self.wrong_inside(folder, path, included)
        if name not in self.components:
            return self.refusal(component, f'"{included}", which is in no '
                                f"component of {self.path}")
        if name not in component.components:
            return self.refusal(component, f'"{included}"')
        component.used.add(name)
        return None

    def findings_in(self, path):
        folder, name = folder_and_name(path)
        component = self.components.get(name)
        # Two folders may not share one line, either.
        if component is None or component.folder not in (None, folder):
            if folder not in self.unknown_folders:
                self.unknown_folders.add(folder)
                yield (f"{path}:1", f"{folder} is no component of {self.path}; "
                       f"allowed: the folders of {', '.join(self.components)}")
            return
        component.folder = folder
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            wrong = match and self.wrong_include(component, path, match)
            if wrong:
                yield f"{path}:{number}", wrong

    def stale_entries(self):
        """What the list allows without need, once all files were read."""
        for component in (self.every, *self.components.values()):
            if component is not self.every and component.folder is None:
                yield (component.place, f"{component.name} has no files; "
                       "allowed: components that have files")
                continue
            entries = [*component.components, *component.headers]
            used = [entry for entry in entries if entry in component.used]
            for entry in entries:
                if entry not in component.used:
                    yield (component.place, f"{component.name} does not "
                           f"include {entry}; allowed: what is included, "
                           f"{', '.join(used) or 'nothing'}")

    def cycles(self):
        finished, path = set(), []

        def visit(name):
            if name in path:
                cycle = " -> ".join([*path[path.index(name):], name])
                yield (self.components[path[-1]].place, f"cycle {cycle}; "
                       "allowed: components that form no cycle")
            elif name in self.components and name not in finished:
                path.append(name)
                for included in self.components[name].components:
                    yield from visit(included)
                finished.add(path.pop())

        for name in self.components:
            yield from visit(name)


def sources():
    return [path for path in tracked_files(*TOP_FOLDERS)
            if path.endswith(SUFFIXES)]


def main():
    (argument,) = sys.argv[1:]
    allowed = AllowedIncludes(pathlib.Path(argument))
    findings = [finding for path in sources()
                for finding in allowed.findings_in(path)]
    findings += allowed.stale_entries()
    findings += allowed.cycles()
    for place, wrong in findings:
        print(f"{place}: {wrong}")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
