"""Connections of hostile clients, and what many of them do at once."""

import contextlib
import itertools
import resource
import select
import socket
import ssl
import time

import http2

KEPT_BYTES = 1 << 16  # Of what the server sends, the first.


def raise_descriptor_limit():
    """The limit of this process, then as high as it may be."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Attacker:
    """A connection that never blocks, and knows when the server ended it."""

    def __init__(self, address, source="127.0.0.2"):
        host, port = address.rsplit(":", 1)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.bind((source, 0))
        self.socket.setblocking(False)
        self.socket.connect_ex((host, int(port)))
        self.opened_at, self.cut_at = time.monotonic(), None
        self.received, self.sent_bytes = b"", 0

    def end(self):
        self.cut_at = self.cut_at or time.monotonic()

    @property
    def is_open(self):
        return self.cut_at is None

    def send(self, data):
        """How much the connection took, which is 0 once it has ended."""
        if not self.is_open:
            return 0
        try:
            sent = self.socket.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            # What the server sent before may still be there.
            self.receive()
            self.end()
            return 0
        self.sent_bytes += sent
        return sent

    def receive(self):
        with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError):
            while self.is_open:
                try:
                    piece = self.socket.recv(KEPT_BYTES)
                except ConnectionError:
                    piece = b""
                if not piece:
                    self.end()
                self.received += piece[:KEPT_BYTES - len(self.received)]

    def send_all(self, data, seconds=5):
        """Reads in between, so that neither side waits for the other."""
        end, left = time.monotonic() + seconds, memoryview(data)
        while len(left) and self.is_open and time.monotonic() < end:
            left = left[self.send(left):]
            self.receive()
            if len(left):
                select.select([], [self.socket], [], 0.05)
        return not len(left)

    def send_in_window(self, stream, payload, seconds=5):
        """DATA as flow control allows it; the call's last."""
        end, at = time.monotonic() + seconds, 0
        while at < len(payload) and self.is_open and time.monotonic() < end:
            size = min(http2.MAX_FRAME, self._window(stream) - at,
                       len(payload) - at)
            if size <= 0:
                time.sleep(0.001)
                self.receive()
                continue
            last = at + size == len(payload)
            self.send_all(http2.frame(
                http2.Kind.DATA, payload[at:at + size],
                http2.END_STREAM if last else 0, stream))
            at += size
        return at

    def _window(self, stream):
        """How many bytes of the stream the server has allowed so far."""
        def allowed(which, initial):
            return initial + sum(
                int.from_bytes(frame[3], "big") for frame in
                self.frames(http2.Kind.WINDOW_UPDATE) if frame[2] == which)
        initial = http2.INITIAL_WINDOW
        for _, flags, _, payload in self.frames(http2.Kind.SETTINGS):
            if not flags & http2.ACK:
                initial = http2.settings(payload).get(4, initial)
        return min(allowed(0, http2.INITIAL_WINDOW), allowed(stream, initial))

    def encrypt(self):
        """A TLS handshake with whatever certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])
        self.socket.settimeout(5)
        self.socket = context.wrap_socket(self.socket)
        self.socket.setblocking(False)

    def frames(self, kind):
        return [frame for frame in http2.parse(self.received)
                if frame[0] == kind]

    @property
    def seconds(self):
        return (self.cut_at or time.monotonic()) - self.opened_at

    @property
    def farewell(self):
        """The debug data of GOAWAY, if there was any."""
        return " ".join(frame[3][8:].decode(errors="replace") or "GOAWAY"
                        for frame in self.frames(http2.Kind.GOAWAY)[-1:])

    def close(self):
        self.socket.close()


def still_open(attackers):
    for attacker in attackers:
        attacker.receive()
    return [attacker for attacker in attackers if attacker.is_open]


def wait_until_cut(attackers, seconds):
    """Those that the server did not end."""
    end = time.monotonic() + seconds
    while (left := still_open(attackers)) and time.monotonic() < end:
        time.sleep(0.02)
    return left


def has_ended(attacker, stream=1):
    """Whether the server has ended this call, or the connection."""
    attacker.receive()
    return not attacker.is_open or any(
        of == stream and (kind == http2.Kind.RST_STREAM
                          or flags & http2.END_STREAM)
        for kind, flags, of, _ in http2.parse(attacker.received)
        if kind in (http2.Kind.RST_STREAM, http2.Kind.HEADERS))


def drip(attackers, data, interval, seconds):
    """One byte of the data each time, by every attacker that is not cut."""
    end = time.monotonic() + seconds
    for byte in itertools.chain(data, itertools.repeat(0)):
        left = still_open(attackers)
        if not left or time.monotonic() > end:
            return
        for attacker in left:
            attacker.send(bytes([byte]))
        time.sleep(interval)


def flood(attackers, chunks, seconds, reads=True):
    """Sends as fast as the server takes it; `chunks` makes an endless iterator
    for each attacker."""
    end = time.monotonic() + seconds
    sources = {attacker.socket: [attacker, chunks(), memoryview(b"")]
               for attacker in attackers}
    while sources and time.monotonic() < end:
        readable, writable, _ = select.select(
            sources if reads else [], sources, [], 0.05)
        for ready in readable:
            sources[ready][0].receive()
        for ready in writable:
            entry = sources[ready]
            entry[2] = entry[2] or memoryview(next(entry[1]))
            entry[2] = entry[2][entry[0].send(entry[2]):]
        sources = {key: entry for key, entry in sources.items()
                   if entry[0].is_open}


def addresses(count):
    """So many of loopback, none of them 127.0.0.1."""
    return [f"127.0.{1 + number // 250}.{1 + number % 250}"
            for number in range(count)]
