"""Makes strict JSON schemas of CustomResourceDefinitions, for kubeconform.

usage: crd_schemas.py INTO FILE...

A CRD's schema lets unknown fields pass, as an API server prunes them; here they
are mistakes.
"""

import json
import pathlib
import sys

import yaml


def strict(schema):
    """The schema, with every object closed that is not said to be open."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(part) for name, part in schema.items()}
    if (isinstance(schema.get("properties"), dict)
            and "additionalProperties" not in schema
            and not schema.get("x-kubernetes-preserve-unknown-fields")):
        closed["additionalProperties"] = False
    if schema.get("x-kubernetes-int-or-string"):
        closed["type"] = ["integer", "string"]
    return closed


def of_resource(schema):
    """The same for a whole object: its metadata is Kubernetes' own."""
    schema = strict(schema)
    schema["properties"]["metadata"] = {"type": "object"}
    return schema


def main(into, *files):
    folder = pathlib.Path(into)
    folder.mkdir(parents=True)
    for file in files:
        crd = yaml.safe_load(pathlib.Path(file).read_text())["spec"]
        for version in crd["versions"]:
            name = "_".join((crd["names"]["kind"].lower(), crd["group"],
                             version["name"]))
            schema = of_resource(version["schema"]["openAPIV3Schema"])
            (folder / f"{name}.json").write_text(json.dumps(schema))


if __name__ == "__main__":
    main(*sys.argv[1:])
