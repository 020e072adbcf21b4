"""SIGHUP, files that change, the second SIGTERM, a clock that is set."""

import base64
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from certificate import make_certificate
from harness import (GRPCURL, TIMEOUT, HalfThenWait, Server, Upstream,
                     json_messages, query, wait_until)

OLD = "0ld-t0ken-0f-the-upstream"
NEW = "n3w-t0ken-0f-the-upstream"
FAKETIME = pathlib.Path(
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


def position(token):
    """A token without its issue time, which may be a second later, and without
    its signature: service/cursor/cursor.proto."""
    payload = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[:-32]
    assert payload[3] == 0x10, "issue_unix_seconds"
    return payload[:3] + payload[9:]


class Files(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        """The path of the file, which is replaced as a whole."""
        new = self.folder / (name + ".new")
        new.write_text(text)
        new.chmod(0o600)
        return str(new.rename(self.folder / name))


def events(lines, message):
    return [line for line in lines if line.get("message") == message]


# The parts that SIGHUP reloads, and what its line in the log says of them.
PARTS = {"log_file", "certificates", "callers_file", "upstream_token"}
DONE = "reloaded"
NOT_ALL = "not all parts were reloaded"
FAILED = "failed, the old version is kept: "


def reloads(lines):
    return [line for line in lines if line.get("message") in (DONE, NOT_ALL)]


class LogRotation(Files):

    def test_no_line_is_lost(self):
        log = self.folder / "log"
        calls, rotations = 40, 4
        with Server("--log_file", str(log)) as server:
            def call():
                for _ in range(calls // 4):
                    server.call("backlinks.v1.BacklinksService/ParseFilter",
                                {"text": "nofollow = true"})
            threads = [threading.Thread(target=call) for _ in range(4)]
            for thread in threads:
                thread.start()
            for number in range(rotations):
                time.sleep(0.2)
                log.rename(self.folder / f"log.{number}")
                server.process.send_signal(signal.SIGHUP)
                wait_until("the new log", log.exists)
            for thread in threads:
                thread.join(TIMEOUT)
            self.assertEqual(server.stop(), 0)
        files = [path.read_text() for path in self.folder.iterdir()]
        lines = [json.loads(line) for text in files
                 for line in text.splitlines()]
        self.assertEqual(
            sum(line["event"] == "call" for line in lines), calls)
        self.assertEqual(len(events(lines, "reloaded")), rotations)
        # Each line of a reload is in the file that it opened.
        self.assertIn("reloaded", log.read_text())

    def test_without_a_file_the_server_continues(self):
        with Server() as server:
            server.process.send_signal(signal.SIGHUP)
            line = wait_until("the reload",
                              lambda: events(server.log, "reloaded"))[0]
            self.assertEqual(line["level"], "info")
            self.assertEqual(PARTS & set(line), set())
            self.assertEqual(len(server.stream(rowLimit=2).rows), 2)

    def test_a_file_that_cannot_be_opened_keeps_the_old_one(self):
        log = self.folder / "log"
        with Server("--log_file", str(log)) as server:
            log.rename(self.folder / "old")
            log.mkdir()
            server.process.send_signal(signal.SIGHUP)
            old = self.folder / "old"
            wait_until("the error", lambda: FAILED in old.read_text())
            server.stream(rowLimit=2)
            wait_until("the call", lambda: '"call"' in old.read_text())


class Token(Files):

    def start(self, path):
        upstream = self.enterContext(Upstream("--token", NEW))
        return self.enterContext(Server.on(
            upstream.url, "--upstream_token_file", path,
            "--log_level", "debug"))

    def reload(self, server, count=1):
        """The line about it."""
        server.process.send_signal(signal.SIGHUP)
        wait_until("the reload", lambda: len(reloads(server.log)) == count)
        return reloads(server.log)[-1]

    def assert_works(self, server):
        answer = server.stream(rowLimit=2)
        self.assertEqual(len(answer.rows), 2, answer.err)

    def test_a_new_one_is_used_after_sighup(self):
        server = self.start(self.write("token", OLD))
        self.assertEqual(server.stream(rowLimit=2).reason,
                         "UPSTREAM_CREDENTIALS")
        self.write("token", NEW + "\n")
        # The watch of the file may have been first.
        self.assertIn(self.reload(server)["upstream_token"],
                      (DONE, "unchanged"))
        self.assert_works(server)
        self.assertNotIn(OLD, server.err)
        self.assertNotIn(NEW, server.err)

    def test_an_invalid_one_is_not_used(self):
        server = self.start(self.write("token", NEW))
        for count, text in enumerate(("", "two words", "x" * 5000), 1):
            self.write("token", text)
            line = self.reload(server, count)
            self.assertEqual((line["level"], line["message"]),
                             ("error", NOT_ALL))
            self.assertIn(FAILED + "--upstream_token_file",
                          line["upstream_token"])
            self.assert_works(server)
        self.assertNotIn("two words", server.err)
        (self.folder / "token").unlink()
        self.reload(server, 4)
        self.assert_works(server)

    def test_a_switched_link_is_found_without_a_signal(self):
        # As the files of a Secret that Kubernetes mounts.
        for name, token in (("..1", OLD), ("..2", NEW)):
            (self.folder / name).mkdir()
            self.write(name + "/token", token)
        (self.folder / "..data").symlink_to("..1")
        (self.folder / "token").symlink_to("..data/token")
        server = self.start(str(self.folder / "token"))
        self.assertEqual(server.stream(rowLimit=2).reason,
                         "UPSTREAM_CREDENTIALS")
        (self.folder / "next").symlink_to("..2")
        (self.folder / "next").rename(self.folder / "..data")
        wait_until("the new token", lambda: events(
            server.log, "new requests to the upstream use a new token"))
        self.assert_works(server)


class Broken(Files):
    """Files that are wrong when SIGHUP comes."""

    CALLERS = "callers: []\nanonymous: {}\n"

    def make_pair(self, name):
        """Certificate and key."""
        pair = make_certificate(self.folder, name)
        return [path.read_text() for path in pair]

    def setUp(self):
        super().setUp()
        self.good, self.other = self.make_pair("a"), self.make_pair("b")
        self.server = self.enterContext(Server(
            "--log_level", "info",
            "--tls_cert_file", self.write("tls.crt", self.good[0]),
            "--tls_key_file", self.write("tls.key", self.good[1]),
            "--callers_file", self.write("callers", self.CALLERS)))

    def reload(self):
        """The line about it."""
        count = len(reloads(self.server.log))
        self.server.process.send_signal(signal.SIGHUP)
        wait_until("the reload",
                   lambda: len(reloads(self.server.log)) > count)
        return reloads(self.server.log)[-1]

    def assert_works(self):
        run = subprocess.run(
            [GRPCURL, "-cacert", str(self.folder / "ca.pem"), "-d",
             json.dumps({"text": "nofollow"}), self.server.address,
             "backlinks.v1.BacklinksService/ParseFilter"],
            capture_output=True, text=True, check=False, timeout=TIMEOUT)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_each_failure_is_in_the_line_and_the_server_continues(self):
        self.write("ca.pem", self.good[0])
        self.assert_works()
        line = self.reload()
        self.assertEqual(
            [line[name] for name in ("level", "message", "certificates",
                                     "callers_file")],
            ["info", DONE, "unchanged", "unchanged"])
        self.write("tls.key", self.other[1])
        self.write("callers", "callers: 5\n")
        line = self.reload()
        self.assertEqual((line["level"], line["message"]), ("error", NOT_ALL))
        self.assertIn(FAILED + "--tls_cert_file", line["certificates"])
        self.assertIn("does not belong to the private key",
                      line["certificates"])
        self.assertIn(FAILED, line["callers_file"])
        self.assertIn(":1: callers: must be a list", line["callers_file"])
        self.assertEqual(self.server.metric("backlinks_callers_file_valid"), 0)
        self.assert_works()
        self.write("tls.crt", self.other[0])
        self.write("callers", "# New.\n" + self.CALLERS)
        line = self.reload()
        self.assertEqual(line["message"], DONE)
        self.assertEqual(self.server.metric("backlinks_callers_file_valid"), 1)
        self.write("ca.pem", self.good[0] + self.other[0])
        self.assert_works()


class Stream(contextlib.AbstractContextManager):
    """A stream in progress, whose output is in files."""

    def __init__(self, server, request, *flags):
        self.out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            server.command("backlinks.v1.BacklinksService/StreamRefpages",
                           request, flags), stdout=self.out, stderr=self.err)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.out.close()
        self.err.close()

    def text(self, file):
        return os.pread(file.fileno(), 1 << 20, 0).decode()

    def end(self):
        """Exit code, messages, and the status of an error."""
        code = self.process.wait(TIMEOUT)
        err = self.text(self.err)
        return (code, json_messages(self.text(self.out)),
                json.loads(err) if code else {})


class SecondSignal(unittest.TestCase):

    def setUp(self):
        self.upstream = self.enterContext(HalfThenWait())

    def cut(self, how, *flags):
        """Messages and status of a stream that `how` ends."""
        server = self.enterContext(Server.on(self.upstream.url, *flags))
        stream = self.enterContext(Stream(server, {"query": query()}))
        wait_until("the first row", lambda: "example.org/1" in stream.text(
            stream.out))
        start = time.monotonic()
        how(server)
        self.assertEqual(server.process.wait(TIMEOUT), 0)
        self.assertLess(time.monotonic() - start, 10)
        code, messages, status = stream.end()
        self.assertNotEqual(code, 0)
        return messages, status

    def assert_has_its_token(self, messages, status):
        info = next(detail for detail in status["details"]
                    if detail["@type"].endswith("ErrorInfo"))
        self.assertEqual(info["reason"], "DRAINING")
        self.assertTrue(messages[-1]["resumeToken"])
        self.assertEqual(position(info["metadata"]["resume_token"]),
                         position(messages[-1]["resumeToken"]))

    def test_it_ends_streams_at_once_with_their_token(self):
        def twice(server):
            server.process.send_signal(signal.SIGTERM)
            wait_until("the drain", lambda: events(server.log, "draining"))
            time.sleep(0.2)
            self.assertIsNone(server.process.poll())
            server.process.send_signal(signal.SIGTERM)
        self.assert_has_its_token(*self.cut(twice, "--drain_grace", "1h"))

    def test_the_end_of_the_grace_does_so_too(self):
        self.assert_has_its_token(*self.cut(
            lambda server: server.process.send_signal(signal.SIGTERM),
            "--drain_grace", "200ms"))

    def test_a_reload_does_not_end_the_drain(self):
        def hup_between(server):
            server.process.send_signal(signal.SIGTERM)
            wait_until("the drain", lambda: events(server.log, "draining"))
            server.process.send_signal(signal.SIGHUP)
            wait_until("the reload", lambda: reloads(server.log))
            self.assertIsNone(server.process.poll())
            server.process.send_signal(signal.SIGTERM)
        self.assert_has_its_token(*self.cut(hup_between,
                                            "--drain_grace", "1h"))

    def test_a_watched_health_does_not_delay_the_end(self):
        with Server("--drain_grace", "1h") as server:
            watch = subprocess.Popen(
                server.command("grpc.health.v1.Health/Watch", {}),
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            watch.stdout.readline()
            server.process.send_signal(signal.SIGTERM)
            wait_until("the drain", lambda: events(server.log, "draining"))
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(server.process.wait(10), 0)
            watch.wait(TIMEOUT)
            watch.stdout.close()


HANG = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const int mode = va_arg(more, int);
  va_end(more);
  while (strcmp(path, getenv("HANG_PATH")) == 0 &&
         access(getenv("HANG_IF"), F_OK) == 0) pause();
  int (*next)(const char*, int, ...) = dlsym(RTLD_NEXT, "open");
  return next(path, flags, mode);
}
"""


class HungFile(Files):
    """A file whose file system no longer responds."""

    def setUp(self):
        super().setUp()
        if not shutil.which("cc"):
            self.skipTest("needs a C compiler")
        self.library = self.folder / "hang.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o",
                        self.library, "-ldl"],
                       input=HANG, text=True, check=True, timeout=TIMEOUT)

    def test_keeps_neither_calls_nor_the_end(self):
        callers = self.write("callers.yaml", "callers: []\nanonymous: {}\n")
        hung = self.folder / "hung"
        with Server("--callers_file", callers, LD_PRELOAD=str(self.library),
                    HANG_PATH=callers, HANG_IF=str(hung)) as server:
            hung.touch()
            server.process.send_signal(signal.SIGHUP)
            time.sleep(0.5)
            self.assertEqual(server.stream(rowLimit=1).code, 0)
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(server.process.wait(10), 0)
            self.assertEqual(reloads(server.log), [])
            (line,) = events(server.log, "a reload has not ended: a file "
                                         "system does not respond")
            self.assertEqual(line["level"], "warn")


class Clock(Files):
    """The wall clock of the server is set while a stream runs."""

    def setUp(self):
        super().setUp()
        if not FAKETIME.exists():
            self.skipTest("needs the Debian package libfaketime")
        self.offset = self.write("offset", "+0")
        self.upstream = self.enterContext(HalfThenWait())
        self.server = self.enterContext(Server.on(
            self.upstream.url, LD_PRELOAD=str(FAKETIME),
            FAKETIME_TIMESTAMP_FILE=self.offset, FAKETIME_NO_CACHE="1",
            FAKETIME_DONT_FAKE_MONOTONIC="1"))

    def stream_over(self, offset):
        stream = self.enterContext(Stream(
            self.server, {"query": query(), "rowLimit": 2},
            "-max-time", "60"))
        wait_until("the first row", lambda: "example.org/1" in stream.text(
            stream.out))
        self.write("offset", offset)
        self.upstream.proceed.set()
        code, messages, status = stream.end()
        self.assertEqual(code, 0, status)
        self.assertIn("example.org/2", stream.text(stream.out))
        self.assertTrue(messages[-1]["summary"])
        line = self.server.calls_logged(1)[0]
        self.assertLess(abs(line["duration_ms"]), 60_000)
        self.assertGreaterEqual(line["first_row_ms"], 0)

    def assert_sums_are_possible(self):
        for line in self.server.get("/metrics")[1].splitlines():
            name, _, value = line.rpartition(" ")
            if "_seconds_sum" in name:
                self.assertGreaterEqual(float(value), 0, line)
                self.assertLess(float(value), 600, line)

    def test_a_clock_set_ahead_ends_no_stream(self):
        self.stream_over("+2h")
        self.assert_sums_are_possible()

    def test_a_clock_set_back_does_not_make_sums_negative(self):
        self.stream_over("-2h")
        self.assert_sums_are_possible()


class Paused(unittest.TestCase):

    def test_a_server_that_was_stopped_continues(self):
        with HalfThenWait() as upstream, Server.on(
                upstream.url, "--max_batch_age_ms", "5") as server:
            stream = self.enterContext(Stream(
                server, {"query": query(), "rowLimit": 2}))
            wait_until("the first row", lambda: "example.org/1" in stream.text(
                stream.out))
            server.process.send_signal(signal.SIGSTOP)
            time.sleep(1.5)
            upstream.proceed.set()
            server.process.send_signal(signal.SIGCONT)
            code, _, status = stream.end()
            self.assertEqual(code, 0, status)
            self.assertIn("example.org/2", stream.text(stream.out))
            self.assertEqual(server.get("/readyz"), (200, "ok\n"))


class StartLine(unittest.TestCase):

    def test_has_what_runs(self):
        with Server("--max_streams", "7", "--log_level", "info",
                    BACKLINKS_TOKEN_KEY="0123456789abcdef-secret",
                    BACKLINKS_MAX_STREAM="s3cret") as server:
            started = wait_until("the line",
                                 lambda: events(server.log, "started"))[0]
            self.assertEqual(started["level"], "info")
            self.assertEqual((started["grpc"], started["admin"]),
                             (server.address, server.admin))
            self.assertEqual(
                [started[name] for name in ("upstream", "max_streams",
                                            "token_key", "tracing")],
                ["embedded", "7", "configured", "off"])
            self.assertRegex(started["version"], r"^\d+\.\d+\.\d+")
            warnings = wait_until("the warning", lambda: [
                line["message"] for line in server.log
                if line["level"] == "warn"])
            self.assertEqual(
                warnings,
                ["the environment variable BACKLINKS_MAX_STREAM is not known;"
                 " did you mean BACKLINKS_MAX_STREAMS?"])
            self.assertNotIn("s3cret", server.err)
            self.assertNotIn("secret", server.err)


if __name__ == "__main__":
    unittest.main()
