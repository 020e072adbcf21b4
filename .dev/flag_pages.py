"""Writes what is made of the declarations of the flags, or checks it.

    flag_pages.py SERVER          prints how the files differ; exit status 1
                                  if they do
    flag_pages.py SERVER --write  writes them

SERVER is backlinks-server, whose --flags_json prints the declarations. Made
from them are, below the root of the repository where this is run:
  docs/configuration.md                the table of flags
  helm/backlinks/values.schema.json    the properties of `config`
  helm/backlinks/values.yaml           the comments on the keys of `config`
"""

import difflib
import json
import pathlib
import re
import subprocess
import sys
import textwrap

import flag_schema

WIDTH = 120


def help_text(flag):
    mark = ": " if flag["type"] == "WORD" else ". "
    return flag["help"] + (mark + flag["range"] if flag["range"] else "")


def code(text):
    return f"`{text}`" if text else ""


def docs(text, flags):
    """The page with the table of flags."""
    rows = [f"| `--{flag['name']}` | {code(flag['default'])} | {flag['range']} "
            f"| {flag['help']} |\n" for flag in flags]
    table = ("| flag | default | range | description |\n|---|---|---|---|\n"
             + "".join(rows))
    return re.sub(r"^\| flag \| default \|.*\n(\|.*\n)*", lambda _: table, text,
                  count=1, flags=re.M)


def schema(text, flags):
    """The schema with one line for each property of config."""
    lines = [f'        "{flag["name"]}": '
             + json.dumps({"description": help_text(flag),
                           **flag_schema.property_schema(flag)})
             for flag in flags]
    return re.sub(
        r'(\n    "config": \{\n(?:      .*\n)*?      "properties": \{\n)'
        r"(?:        .*\n)*(      \}\n)",
        lambda found: found[1] + ",\n".join(lines) + "\n" + found[2], text,
        count=1)


def comment(flag, value):
    """The lines above a key and its value, for helm-docs."""
    kind = "(int) " if flag["type"] == "NUMBER" else ""
    lines = textwrap.wrap("-- " + kind + help_text(flag), WIDTH,
                          initial_indent="  # ", subsequent_indent="  # ",
                          break_long_words=False, break_on_hyphens=False)
    if not value:
        lines.append(f"  # @default -- {code(flag['default']) or 'not given'}")
    return "".join(line + "\n" for line in lines)


def values(text, flags):
    """The values with the comments of config."""
    begin = text.index("\nconfig:\n")
    end = text.index("\nupstreamToken:", begin)
    declared = {flag["name"]: flag for flag in flags}

    def replace(found):
        _, line, name, value = found.groups()
        return comment(declared[name], value.strip()) + line

    section = re.sub(r"((?:  #.*\n)*)(  (\w+):(.*))", replace,
                     text[begin:end])
    return text[:begin] + section + text[end:]


MAKERS = {"docs/configuration.md": docs,
          "helm/backlinks/values.schema.json": schema,
          "helm/backlinks/values.yaml": values}


def main(server, write):
    flags = json.loads(subprocess.run(
        [server, "--flags_json"], check=True, capture_output=True).stdout)
    status = 0
    for name, make in MAKERS.items():
        path = pathlib.Path(name)
        text = path.read_text(encoding="utf-8")
        made = make(text, flags)
        if made == text:
            continue
        if write:
            path.write_text(made, encoding="utf-8")
            continue
        status = 1
        sys.stdout.writelines(difflib.unified_diff(
            text.splitlines(True), made.splitlines(True), name,
            f"{name}, by the flags"))
    if status:
        print("run ./dev flags")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--write" in sys.argv[2:]))
