"""The flags of backlinks-server, as it declares them."""

import json
import os
import pathlib

import chart

SERVER = pathlib.Path(os.environ["BACKLINKS_BIN"]).resolve() / "backlinks-server"
REJECTED = 2  # The exit status after a wrong flag.
NOWHERE = "unix:/nonexistent/socket"


def flags():
    declared = json.loads(chart.run(SERVER, "--flags_json").stdout)
    return {flag["name"]: flag for flag in declared}


def accepts(name, value):
    """Whether the server accepts a value, which it tests before it connects."""
    text = str(value).lower() if isinstance(value, bool) else value
    answer = chart.run(SERVER, "--healthcheck", f"--listen={NOWHERE}",
                       f"--{name}={text}")
    return answer.returncode != REJECTED
