"""Ports for programs that cannot say which one they have, or that come back
on the one they had."""

import contextlib
import random
import socket

# Linux gives none of these to a program that asks for any port. Of the others,
# the one of a dead server can go to the next program's listener, or to a client
# that dials it and is then connected to itself: the server cannot come back.
PORTS = range(10_000, 32_768)


def free_ports(count):
    """As many different ones of 127.0.0.1, free when they are looked for."""
    found = []
    with contextlib.ExitStack() as stack:
        for port in random.sample(PORTS, 100 + count):
            with contextlib.suppress(OSError):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
                found.append(port)
            if len(found) == count:
                return found
    raise AssertionError(f"{count} ports of 127.0.0.1 are not free")


def free_port():
    return free_ports(1)[0]
