"""Makes each of Kubernetes' strict JSON schemas complete in itself.

usage: kubernetes_schemas.py INTO FROM

They refer to one file of definitions by a path that only the loader of
kubernetes-validate knows; here each gets the definitions that it reaches.
"""

import json
import pathlib
import re
import sys

REFERENCE = re.compile(
    r'"(?:/api/_definitions\.json)?#/\$defs/([^"]+)"')


def with_definitions(text, definitions):
    """The text of a schema, with all that it refers to."""
    reached, waiting = {}, set(REFERENCE.findall(text))
    while waiting:
        name = waiting.pop()
        reached[name] = definitions[name]
        waiting |= set(REFERENCE.findall(definitions[name])) - reached.keys()
    schema = json.loads(text)
    schema.pop("$id", None)  # Not where the file is, so nothing would be found.
    schema["$defs"] = {name: json.loads(part) for name, part in reached.items()}
    return json.dumps(schema).replace('"/api/_definitions.json#', '"#')


def main(into, source):
    folder, source = pathlib.Path(into), pathlib.Path(source)
    folder.mkdir(parents=True)
    definitions = {
        name: json.dumps(part) for name, part in json.loads(
            (source / "_definitions.json").read_text())["$defs"].items()}
    for file in source.glob("[a-z]*-v*.json"):
        (folder / file.name).write_text(
            with_definitions(file.read_text(), definitions))


if __name__ == "__main__":
    main(*sys.argv[1:])
