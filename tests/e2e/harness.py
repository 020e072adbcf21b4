"""Real programs for the end-to-end tests, and an upstream to mistreat them.

BACKLINKS_BIN names the folder of the programs, GRPCURL the program grpcurl,
BACKLINKS_E2E_DIALECT the dialect of servers whose test names none (v2).
Everything listens on a free port of 127.0.0.1; every wait is bounded.
"""

import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request

BIN = pathlib.Path(os.environ["BACKLINKS_BIN"]).resolve()
GRPCURL = os.environ["GRPCURL"]
SAMPLE = BIN.parent / "share" / "backlinks" / "refpages.sqlite"
SERVICE = "backlinks.v1.BacklinksService"
STREAM = SERVICE + "/StreamRefpages"
DIALECT = os.environ.get("BACKLINKS_E2E_DIALECT", "ahrefs_v2")
ROWS_OF = {"ahrefs_v2": "refpages", "ahrefs_v3": "backlinks"}
HEAD = ('{"%s":[' % ROWS_OF[DIALECT]).encode()  # Of an answer with rows.
NO_CAP = ("--upstream_max_rows_per_request", "1000000")
NO_CACHE = ("--cache_ttl", "0")
TIMEOUT = 60  # Seconds until a wait is a failure.


def per_dialect(v2, v3):
    """The value for the dialect that the tests run on."""
    return {"ahrefs_v2": v2, "ahrefs_v3": v3}[DIALECT]


def wait_until(what, condition, seconds=TIMEOUT):
    """Polls; the value of `condition` once it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.005)
    raise AssertionError(f"waited {seconds} s for: {what}")


# Everything here is on loopback, whatever proxy this machine has.
for variable in [name for name in os.environ
                 if name.lower().endswith("_proxy")]:
    del os.environ[variable]


def clean_environment(**more):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("BACKLINKS_")}
    environment.update(more)
    return environment


def json_messages(text):
    """The JSON objects that are one after another in a text."""
    decoder = json.JSONDecoder()
    messages, at = [], 0
    while text[at:].strip():
        at = len(text) - len(text[at:].lstrip())
        message, at = decoder.raw_decode(text, at)
        messages.append(message)
    return messages


def query(target="github.com", mode="TARGET_MODE_SUBDOMAINS", **more):
    return {"target": target, "mode": mode, **more}


class Answer:
    """What grpcurl said: exit code, messages, and the status if it failed."""

    def __init__(self, code, out, err):
        self.code = code
        self.err = err
        self.messages = json_messages(out)
        self.status = json.loads(err) if code and err.startswith("{") else {}

    @property
    def rows(self):
        return [row for message in self.messages
                for row in message.get("refpages", [])]

    @property
    def summary(self):
        return self.messages[-1]["summary"]

    def detail(self, kind):
        """The detail google.rpc.<kind> of the status."""
        for detail in self.status.get("details", []):
            if detail.get("@type", "").endswith("google.rpc." + kind):
                return detail
        return {}

    @property
    def reason(self):
        return self.detail("ErrorInfo").get("reason")

    @property
    def violations(self):
        return {violation.get("field", ""): violation.get("description", "")
                for violation in self.detail("BadRequest")
                .get("fieldViolations", [])}


def backlinks(*words):
    """The command line client, its outputs as text, line ends as they are."""
    run = subprocess.run([BIN / "backlinks", *words], capture_output=True,
                         check=False, timeout=TIMEOUT,
                         stdin=subprocess.DEVNULL, env=clean_environment())
    run.stdout, run.stderr = run.stdout.decode(), run.stderr.decode()
    return run


class Program(contextlib.AbstractContextManager):
    """A program that prints one line when it is ready."""

    def __init__(self, name, *args, **environment):
        self._err = self.open_stderr()
        self.process = subprocess.Popen(
            [BIN / name, *args], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self._err, text=True,
            env=clean_environment(**environment))
        self.ready_line = self.process.stdout.readline()
        if not self.ready_line:
            self.stop()
            raise AssertionError(f"{name} did not start: {self.err}")

    def open_stderr(self):
        return tempfile.TemporaryFile()

    @property
    def err(self):
        # The program writes where this file's one offset is: not moved here.
        size = os.fstat(self._err.fileno()).st_size
        return os.pread(self._err.fileno(), size, 0).decode(errors="replace")

    def stop(self, how=signal.SIGTERM):
        """Ends it in any case; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process.stdout.close()

    def __exit__(self, *_):
        self.stop()
        self._err.close()


class Upstream(Program):
    """backlinks-upstream over the sample rows."""

    def __init__(self, *args):
        super().__init__("backlinks-upstream", "serve", "--listen",
                         "127.0.0.1:0", "--data", SAMPLE, *args)
        self.url = re.search(r"http://\S+", self.ready_line).group()


def dialect_flags(flags):
    """The flags, with the dialect of the embedded upstream where it is used."""
    if DIALECT == "ahrefs_v2" or {"--upstream", "--embedded_dialect"} & set(
            flags):
        return flags
    return ("--embedded_dialect", DIALECT, *flags)


class Server(Program):
    """backlinks-server; on its embedded upstream unless flags say else."""

    def __init__(self, *flags, **environment):
        super().__init__("backlinks-server", "--listen", "127.0.0.1:0",
                         "--admin_listen", "127.0.0.1:0",
                         *dialect_flags(flags), **environment)
        self.address, self.admin = re.findall(r"127\.0\.0\.1:\d+",
                                              self.ready_line)[:2]

    @classmethod
    def on(cls, url, *flags, **environment):
        """One that asks an upstream of its own at this URL.

        On v2 it knows that the upstream returns all rows it is asked for.
        It has no cache, so that each request reaches the upstream.
        """
        if DIALECT == "ahrefs_v3":
            return cls.on_v3(url, *flags, **environment)
        return cls("--upstream", "ahrefs_v2", "--upstream_url", url, *NO_CAP,
                   *NO_CACHE, *flags, **environment)

    @classmethod
    def on_v3(cls, url, *flags, **environment):
        """The same by API v3, as often as it likes."""
        environment.setdefault("BACKLINKS_UPSTREAM_TOKEN", "key")
        return cls("--upstream", "ahrefs_v3", "--upstream_url", url + "v3/",
                   "--upstream_requests_per_minute", "0", *NO_CACHE, *flags,
                   **environment)

    def command(self, method, request=None, flags=()):
        data = [] if request is None else ["-d", json.dumps(request)]
        return [GRPCURL, "-plaintext", "-format-error", *data, *flags,
                self.address, *([method] if method else [])]

    def call(self, method, request=None, *flags):
        run = subprocess.run(self.command(method, request, flags),
                             capture_output=True, text=True, check=False,
                             timeout=TIMEOUT)
        return Answer(run.returncode, run.stdout, run.stderr.strip())

    def stream(self, the_query=None, *flags, **request):
        body = {"query": query() if the_query is None else the_query}
        return self.call(STREAM, {**body, **request}, *flags)

    def start_stream(self, request, **options):
        return subprocess.Popen(self.command(STREAM, request),
                                stderr=subprocess.DEVNULL, **options)

    def grpcurl(self, *words):
        return subprocess.run(
            [GRPCURL, "-plaintext", self.address, *words],
            capture_output=True, text=True, check=True,
            timeout=TIMEOUT).stdout

    def get(self, path):
        """Status and body of the admin port."""
        try:
            with urllib.request.urlopen(f"http://{self.admin}{path}",
                                        timeout=TIMEOUT) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metric(self, sample):
        """The value of one sample of /metrics, 0 if it is not there."""
        for line in self.get("/metrics")[1].splitlines():
            if line.startswith(sample + " "):
                return float(line.split()[-1])
        return 0

    @property
    def log(self):
        """Its lines; one that is only half there yet is left out."""
        whole, _, _ = self.err.rpartition("\n")
        return [json.loads(line) for line in whole.splitlines()]

    def calls_logged(self, count):
        def calls():
            lines = [line for line in self.log if line["event"] == "call"]
            return lines if len(lines) >= count else None
        return wait_until(f"{count} calls in the log", calls)

    def _memory_kib(self, name):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(name + r":\s+(\d+)", status).group(1))

    def rss_kib(self):
        return self._memory_kib("VmRSS")

    def peak_kib(self):
        return self._memory_kib("VmHWM")


def row_json(number):
    return json.dumps({"url_from": f"https://example.org/{number}",
                       "url_to": "https://target.example/", "ahrefs_rank": 7,
                       "title": "A title of some length " * 20})


class ScriptedUpstream(contextlib.AbstractContextManager):
    """Answers every connection by calling script(connection, head)."""

    def __init__(self, script):
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.heads = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,),
                             daemon=True).start()

    def _answer(self, connection):
        with connection, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.heads.append(head.decode("latin-1"))
            self._script(connection, head)

    def __exit__(self, *_):
        # accept() is woken by shutdown, not by close.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(TIMEOUT)


class HalfThenWait(ScriptedUpstream):
    """Sends one row, and another one when it may proceed."""

    def __init__(self):
        self.proceed = threading.Event()
        super().__init__(self._half_then_wait)

    def _half_then_wait(self, connection, _head):
        connection.sendall(b"HTTP/1.1 200 OK\r\n"
                           b"Content-Type: application/json\r\n"
                           b"Connection: close\r\n\r\n"
                           + HEAD + row_json(1).encode())
        self.proceed.wait(TIMEOUT)
        connection.sendall(b"," + row_json(2).encode() + b"]}")

    def __exit__(self, *error):
        self.proceed.set()
        super().__exit__(*error)


def http_answer(body, status="200 OK", kind="application/json"):
    body = body.encode()
    return (f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            ).encode() + body


def always(answer):
    """A script that gives this answer, whatever the request."""
    return lambda connection, head: connection.sendall(answer)


class TestCase(unittest.TestCase):
    """One server on its embedded upstream for all tests of a class."""

    server = None

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())

    def assert_error(self, answer, code, reason):
        self.assertNotEqual(answer.code, 0, "it did not fail")
        self.assertEqual(
            (answer.status.get("code"), answer.reason), (code, reason),
            answer.err)
        self.assertEqual(answer.detail("ErrorInfo")["domain"], "backlinks.v1")


CODE = {name: number for number, name in enumerate(
    "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND "
    "ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION "
    "ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS "
    "UNAUTHENTICATED".split())}
