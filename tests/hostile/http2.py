"""As much of HTTP/2 (RFC 9113) and HPACK (RFC 7541) as clients need that keep
no rule of them: frames are bytes, and any of them can be sent at any time."""

import enum
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
END_STREAM, END_HEADERS, ACK, PADDED = 1, 4, 1, 8
CANCEL = 8
MAX_FRAME = 16384
INITIAL_WINDOW = 65535
SERVICE = "/backlinks.v1.BacklinksService/"


class Kind(enum.IntEnum):
    """The types of frames."""
    DATA = 0
    HEADERS = 1
    PRIORITY = 2
    RST_STREAM = 3
    SETTINGS = 4
    PUSH_PROMISE = 5
    PING = 6
    GOAWAY = 7
    WINDOW_UPDATE = 8
    CONTINUATION = 9


def frame(kind, payload=b"", flags=0, stream=0):
    return (struct.pack(">I", len(payload))[1:] + bytes([kind, flags])
            + struct.pack(">I", stream) + payload)


HELLO = PREFACE + frame(Kind.SETTINGS)


def integer(value, prefix_bits=7, first=0):
    """HPACK's integer, whose first byte has other bits before the prefix."""
    most = (1 << prefix_bits) - 1
    if value < most:
        return bytes([first | value])
    coded, value = [first | most], value - most
    while value >= 128:
        coded.append(value % 128 + 128)
        value //= 128
    return bytes(coded + [value])


def literal(name, value, first=0):
    """A header field; 0x40 as its first byte adds it to the dynamic table."""
    return (bytes([first]) + integer(len(name)) + name.encode()
            + integer(len(value)) + value.encode())


def fields(method="ParseFilter", **more):
    """The header block of a call."""
    return b"".join(literal(name, value) for name, value in {
        ":method": "POST", ":scheme": "http", ":path": SERVICE + method,
        ":authority": "server", "content-type": "application/grpc",
        "te": "trailers", **more}.items())


def call(stream, method="ParseFilter", flags=END_HEADERS, **more):
    """The frame that begins a call."""
    return frame(Kind.HEADERS, fields(method, **more), flags, stream)


def message(payload, compressed=False, size=None):
    """gRPC's length-prefixed message."""
    size = len(payload) if size is None else size
    return struct.pack(">BI", compressed, size) + payload


def data(stream, payload, flags=0):
    """DATA frames with this payload, none of them too large."""
    pieces = [payload[at:at + MAX_FRAME]
              for at in range(0, len(payload), MAX_FRAME)] or [b""]
    return b"".join(
        frame(Kind.DATA, piece, flags if piece is pieces[-1] else 0, stream)
        for piece in pieces)


def reset(stream):
    return frame(Kind.RST_STREAM, struct.pack(">I", CANCEL), stream=stream)


def settings(payload):
    """The values of a SETTINGS frame."""
    return dict(struct.iter_unpack(">HI", payload))


def parse(received):
    """The whole frames of these bytes: (kind, flags, stream, payload)."""
    at = 0
    while at + 9 <= len(received):
        size = int.from_bytes(received[at:at + 3], "big")
        kind, flags, stream = struct.unpack_from(">BBI", received, at + 3)
        if at + 9 + size > len(received):
            return
        yield kind, flags, stream, received[at + 9:at + 9 + size]
        at += 9 + size
