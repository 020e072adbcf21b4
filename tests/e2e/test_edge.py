"""The edges: pings, sizes, deadlines, a log that nobody reads, the start."""

import fcntl
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import tempfile
import unittest
import urllib.request

from harness import (BIN, CODE, TIMEOUT, SERVICE, Answer, Server, TestCase,
                     clean_environment, query, wait_until)

SECRET_TARGET = "https://user:hunter2@host.example/"
SMALLEST_PIPE = 4096
ROW = ('{"url_from":"https://a.example/","url_to":"https://b.example/",'
       '"title":"A title"}\n')


class Http2:
    """As much of HTTP/2 (RFC 9113) as pings need."""

    SETTINGS, PING, GOAWAY = 4, 6, 7
    ACK = 1

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self._socket = socket.create_connection((host, int(port)), TIMEOUT)
        self._socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        self._send(self.SETTINGS, b"")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def _send(self, kind, payload):
        head = struct.pack(">I", len(payload))[1:] + bytes([kind, 0]) + bytes(4)
        self._socket.sendall(head + payload)

    def _receive(self, size):
        data = b""
        while len(data) < size:
            piece = self._socket.recv(size - len(data))
            if not piece:
                raise ConnectionError("closed")
            data += piece
        return data

    def ping(self, number):
        """True once it is acknowledged, false if the server says GOAWAY."""
        payload = struct.pack(">Q", number)
        self._send(self.PING, payload)
        while True:
            head = self._receive(9)
            size, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
            body = self._receive(size)
            if kind == self.GOAWAY:
                return False
            if (kind, flags, body) == (self.PING, self.ACK, payload):
                return True

    def pings(self, count):
        return all(self.ping(number) for number in range(count))


class Pings(unittest.TestCase):
    """Without any call, which is where gRPC is strictest by default."""

    def test_more_often_than_the_minimum_ends_the_connection(self):
        with Server("--min_ping_interval", "1h") as server, \
                Http2(server.address) as client:
            self.assertFalse(client.pings(10))

    def test_as_often_as_the_client_likes_without_a_minimum(self):
        with Server("--min_ping_interval", "0") as server, \
                Http2(server.address) as client:
            self.assertTrue(client.pings(100))


class Requests(TestCase):

    def test_a_request_above_the_limit(self):
        # The largest ones are rejected before they are complete.
        for megabytes in (1.5, 5, 30):
            request = json.dumps(
                {"query": query("a" * int(megabytes * 1_000_000))})
            for method in ("StreamRefpages", "ListRefpages",
                           "ExplainRefpages"):
                with self.subTest(method, megabytes=megabytes):
                    run = subprocess.run(
                        self.server.command(f"{SERVICE}/{method}", None,
                                            ("-d", "@")),
                        input=request, capture_output=True, text=True,
                        check=False, timeout=TIMEOUT)
                    self.assert_error(
                        Answer(run.returncode, run.stdout, run.stderr.strip()),
                        CODE["RESOURCE_EXHAUSTED"], "REQUEST_TOO_LARGE")

    def test_the_greatest_deadline_of_a_client(self):
        # grpc-timeout: 2562047H.
        answer = self.server.stream(None, "-max-time", "9223372036",
                                    rowLimit=3)
        self.assertEqual((answer.code, len(answer.rows)), (0, 3), answer.err)

    def test_a_rejected_target_is_logged_without_its_password(self):
        with Server("--log_level", "debug") as server:
            for method in ("StreamRefpages", "ListRefpages",
                           "ExplainRefpages"):
                self.assert_error(server.call(f"{SERVICE}/{method}",
                                              {"query": query(SECRET_TARGET)}),
                                  CODE["INVALID_ARGUMENT"], "INVALID_QUERY")
            targets = [call["target"] for call in server.calls_logged(3)]
            self.assertEqual(targets, ["https://***@host.example/"] * 3)
            self.assertNotIn("hunter2", server.err)

    def test_an_accepted_target_is_logged_whole(self):
        with Server() as server:
            target = "https://host.example/@user"
            self.assertEqual(server.stream(query(target), rowLimit=1).code, 0)
            # Another violation does not make it a wrong target.
            server.stream(query(target), rowLimit=-1)
            self.assertEqual([call["target"]
                              for call in server.calls_logged(2)],
                             [target] * 2)


class Unread(Server):
    """A server whose standard error is a pipe that nobody reads."""

    def open_stderr(self):
        self.reader, writer = os.pipe()
        fcntl.fcntl(self.reader, fcntl.F_SETPIPE_SZ, SMALLEST_PIPE)
        return os.fdopen(writer, "wb", buffering=0)

    def __exit__(self, *_):
        super().__exit__()
        os.close(self.reader)


class Log(unittest.TestCase):

    def test_a_reader_that_does_not_read_stops_nothing(self):
        with Unread("--log_level", "debug") as server:
            for _ in range(20):
                answer = server.call(f"{SERVICE}/ParseFilter",
                                     {"text": "ahrefs_rank > 5"})
                self.assertEqual(answer.code, 0, answer.err)
            self.assertEqual(server.stream(rowLimit=5).code, 0)
            self.assertEqual(server.get("/livez"), (200, "ok\n"))
            self.assertEqual(server.get("/metrics")[0], 200)
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(server.process.wait(TIMEOUT), 0)

    def test_lines_that_do_not_fit_on_a_disk_are_counted(self):
        name = 'backlinks_log_lines_dropped_total{reason="write_failed"}'
        with Server("--log_file", "/dev/full") as server:
            self.assertEqual(server.stream(rowLimit=1).code, 0)
            wait_until("the line to be lost", lambda: server.metric(name) >= 1)

    def test_the_libraries_write_nothing(self):
        # A message of field 1, a target whose byte is not UTF-8.
        request = bytes([0, 0, 0, 0, 5, 0x0A, 3, 0x0A, 1, 0xFF])
        with Server() as server:
            subprocess.run(
                ["curl", "--silent", "--http2-prior-knowledge",
                 "--header", "content-type: application/grpc",
                 "--header", "te: trailers", "--data-binary", "@-",
                 f"http://{server.address}/{SERVICE}/ListRefpages"],
                input=request, capture_output=True, check=False,
                timeout=TIMEOUT)
            # Every line is JSON, or this fails.
            (call,) = server.calls_logged(1)
        self.assertEqual(call["reason"], "INVALID_QUERY")

    def test_numbers_are_plain_decimals(self):
        with Server() as server:
            self.assertEqual(server.stream(rowLimit=100).code, 0)
            server.calls_logged(1)
            (line,) = [each for each in server.err.splitlines()
                       if '"event":"call"' in each]
        self.assertRegex(line, r'"duration_ms":\d+(\.\d{1,3})?,')
        self.assertRegex(line, r'"price":\d+(\.\d{1,3})?,')


class Start(unittest.TestCase):
    """Nothing is loaded, written or left where a start cannot succeed."""

    def setUp(self):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))
        self.broken = self.folder / "broken.jsonl"
        self.broken.write_text("this is no row\n")

    def start_and_fail(self, *flags, **environment):
        run = subprocess.run(
            [BIN / "backlinks-server", *flags], capture_output=True, text=True,
            check=False, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
            cwd=self.folder, env=clean_environment(**environment))
        self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
        (line,) = run.stderr.splitlines()
        return line

    def test_a_port_in_use_is_found_before_loading(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            for flag, other in (("--listen", "--admin_listen"),
                                ("--admin_listen", "--listen")):
                with self.subTest(flag):
                    self.assertEqual(
                        self.start_and_fail(
                            flag, address, other, "127.0.0.1:0",
                            "--embedded_data", self.broken),
                        f"backlinks-server: cannot listen on {address}: "
                        f"Address already in use ({flag})")

    def test_one_port_for_both_is_found_before_loading(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        line = self.start_and_fail("--listen", address, "--admin_listen",
                                   address, "--embedded_data", self.broken)
        self.assertIn("Address already in use (--listen)", line)

    def test_a_socket_in_use(self):
        path = self.folder / "socket"
        with socket.socket(socket.AF_UNIX) as taken:
            taken.bind(str(path))
            taken.listen()
            line = self.start_and_fail(
                "--listen", f"unix:{path}", "--admin_listen", "127.0.0.1:0")
        self.assertIn("Address already in use (--listen)", line)

    def test_probes_are_answered_while_rows_load(self):
        rows = self.folder / "rows.jsonl"
        rows.write_text(ROW * 50_000)
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"

        def ask():
            try:
                with urllib.request.urlopen(f"http://{address}/readyz",
                                            timeout=TIMEOUT) as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.read()
            except OSError:
                return None

        with subprocess.Popen(
                [BIN / "backlinks-server", "--listen", "127.0.0.1:0",
                 "--admin_listen", address, "--embedded_data", rows],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=clean_environment()) as process:
            try:
                first = wait_until("the first answer", ask)
                self.assertTrue(process.stdout.readline())
                then = ask()
            finally:
                process.terminate()
        self.assertEqual(first, (503, b"not ready: the server is starting\n"))
        self.assertEqual(then, (200, b"ok\n"))

    def test_a_temporary_folder_that_is_missing(self):
        rows = self.folder / "rows.jsonl"
        rows.write_text(ROW)
        before = sorted(self.folder.iterdir())
        for missing in ("/no/such/folder", str(rows)):
            with self.subTest(missing):
                line = self.start_and_fail(
                    "--listen", "127.0.0.1:0", "--admin_listen", "127.0.0.1:0",
                    "--embedded_data", rows, TMPDIR=missing)
                self.assertIn("TMPDIR", line)
                self.assertEqual(sorted(self.folder.iterdir()), before)
