"""What templates know of values.yaml: files/defaults.yaml, which is made here.

A value that is missing gets its default. By the schema some may be null, and
stay so; maps and lists of the operator's own become empty, except for those in
WHOLE: without them a pod would lose its protection.
"""

import json

import yaml

import chart

FILE = chart.CHART / "files" / "defaults.yaml"
HEAD = "# Made of values.yaml by ./dev chart.\n"
PLAIN = {"array": list, "object": dict}
# Kept as values.yaml has them; templates/_defaults.tpl never fills a part.
WHOLE = ("podSecurityContext", "securityContext")


def resolved(schema, definitions):
    """With what it refers to, and narrows."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    if not name:
        return schema
    whole = {**definitions[name], **schema}
    whole["properties"] = {**definitions[name].get("properties", {}),
                           **schema.get("properties", {})}
    return whole


def default_of(value, schema, definitions):
    schema = resolved(schema, definitions)
    types = schema.get("type", [])
    if "null" in types or None in schema.get("enum", []):
        return None
    if schema.get("additionalProperties") is False:
        return {name: default_of(value[name], part, definitions)
                for name, part in schema["properties"].items()
                if name in value}
    return PLAIN[types]() if types in ("array", "object") else value


def text():
    schema = json.loads((chart.CHART / "values.schema.json").read_text())
    values = chart.chart_values()
    made = default_of(values, schema, schema["$defs"])
    made.update({name: values[name] for name in WHOLE})
    return HEAD + yaml.safe_dump(made, sort_keys=True)
