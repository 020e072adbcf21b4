"""Programs that are started and measured: CPU seconds and memory."""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import threading
import time

ADDRESS = re.compile(r"127\.0\.0\.1:\d+")


class Failed(Exception):
    """A program that a measure needs has failed."""


@contextlib.contextmanager
def running(*command, **environment):
    """A program that prints one line when it is ready: process and line."""
    process = subprocess.Popen(
        [*map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, **environment})
    try:
        line = process.stdout.readline()
        if not line:
            raise Failed(f"{pathlib.Path(command[0]).name} did not start")
        yield process, line
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@contextlib.contextmanager
def listening(*command, **environment):
    """The process of such a program, and its first address on loopback."""
    with running(*command, **environment) as (process, line):
        yield process.pid, ADDRESS.search(line).group()


def server(binaries, *flags, **environment):
    """A backlinks-server on free ports: its process and its address."""
    return listening(
        binaries / "backlinks-server", "--listen", "127.0.0.1:0",
        "--admin_listen", "127.0.0.1:0", "--log_level", "off", *flags,
        **environment)


def server_over(binaries, url, *flags):
    """A server over a static answer, which it takes in one page, and never from
    the cache."""
    return server(binaries, *flags_over(url), *flags)


def flags_over(url):
    """Of API v2, unless --upstream follows."""
    return ["--upstream", "ahrefs_v2", "--upstream_url", url,
            "--page_rows", "1000000", "--upstream_max_rows_per_request",
            "1000000", "--cache_ttl", "0"]


def cpu_seconds(pid):
    """By the process's CPU-time clock, whose number is that of
    clock_getcpuclockid(3): /proc has ticks of 10 ms."""
    return time.clock_gettime((~pid << 3) | 2)


def memory_mib(pid, key="VmRSS"):
    """VmRSS is the memory now, VmHWM the most that it has been."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{key}:\s+(\d+)", status).group(1)) / 1024


def peak_mib(pid):
    return memory_mib(pid, "VmHWM")


class Peak:
    """The highest memory while it is open, of one that may have had more."""

    def __init__(self, pid):
        self.pid, self.mib, self.done = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.done.wait(0.02):
            self.mib = max(self.mib, memory_mib(self.pid))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()


def _watch_peak(pid, done, peak):
    """The last VmHWM seen; ru_maxrss would count what forked the program."""
    while not done.wait(0.01):
        with contextlib.suppress(OSError, AttributeError):
            peak[0] = peak_mib(pid)


def timed(command, output=subprocess.DEVNULL, **environment):
    """The seconds, CPU seconds and peak memory of a command, and its output
    if that is a pipe."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [*map(str, command)], stdin=subprocess.DEVNULL, stdout=output,
        env={**os.environ, **environment})
    done, peak = threading.Event(), [0.0]
    watcher = threading.Thread(target=_watch_peak,
                               args=(process.pid, done, peak))
    watcher.start()
    printed = process.stdout.read() if process.stdout else b""
    if process.stdout:
        process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{command[0]} failed: {process.returncode}")
    return {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime,
            "mib": peak[0], "output": printed}


def run(command, **environment):
    """What the command printed as JSON, with its CPU seconds and memory."""
    result = timed(command, subprocess.PIPE, **environment)
    return {**result, **json.loads(result.pop("output"))}
