"""What the tests of the contract share, beside the harness of tests/e2e.

BUF, GATEWAY and GOOGLEAPIS name the program buf, the HTTP gateway and the
folder of googleapis' protos.
"""

import os
import pathlib
import tempfile

import harness

BUF = os.environ["BUF"]
GATEWAY = os.environ["GATEWAY"]
GOOGLEAPIS = os.environ["GOOGLEAPIS"]


class Gateway(harness.Program):
    """The HTTP gateway before a server."""

    def __init__(self, server, *flags):
        super().__init__(GATEWAY, "--server", server, "--listen",
                         "127.0.0.1:0", *flags)
        self.address = self.ready_line.split("://")[1].split(",")[0]
        self.url = f"http://{self.address}"


def programs():
    """A folder with the programs that the pages call, under their names."""
    folder = tempfile.TemporaryDirectory()
    ours = [(name, harness.BIN / name) for name in
            ("backlinks", "backlinks-server", "backlinks-upstream")]
    for name, target in (*ours, ("grpcurl", harness.GRPCURL), ("buf", BUF),
                         ("backlinks-http-gateway", GATEWAY)):
        pathlib.Path(folder.name, name).symlink_to(target)
    return folder
