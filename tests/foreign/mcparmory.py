"""Calls the tools of mcparmory's server.

BASE_URL and BEARER_TOKEN are of the server. Standard input is a JSON list of
[TOOL, ARGUMENTS]; prints a JSON list of {"result": ...} or {"error": TEXT}.

The tools are called as functions: the Model Context Protocol's layer below
them turns the JSON text of a filter into an object, which they then reject.
"""

import asyncio
import inspect
import json
import sys

import server  # Of mcparmory-ahrefs.


async def call(name, arguments):
    tool = getattr(server, name)
    absent = dict.fromkeys(inspect.signature(tool).parameters)
    answer = await tool(**absent | arguments)
    if isinstance(answer, dict):
        return {"result": answer}
    return {"error": answer.structured_content["error"]}


async def main():
    print(json.dumps([await call(*each) for each in json.load(sys.stdin)]))


asyncio.run(main())
