"""What streams cost whose clients do not read, and pages of ListRefpages.

stalled_streams.py BIN [STREAMS]: the server over the embedded upstream, each a
process of its own. Opens STREAMS streams (1,000) on 10 connections that read
one message and then nothing, and prints the server's memory (RSS) above that
of the idle server: while they stall, with 16 streams that read beside them,
and after they have gone. Then 100 calls of ListRefpages at once, for 1,000
rows each, of which the client reads the responses. Exit 1 if a goal is missed.
"""

import concurrent.futures
import contextlib
import os
import pathlib
import re
import resource
import subprocess
import sys
import threading
import time

CONNECTIONS = 10
READERS = 16
READER_ROWS = 2_000
PAGES = 100
GOAL_MIB = 256
# Seconds after which memory must be given back.
SETTLE = 15


@contextlib.contextmanager
def running(*command, **environment):
    """A program that prints one line when it is ready."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, **environment})
    try:
        yield process, process.stdout.readline()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@contextlib.contextmanager
def server_over_upstream(binaries):
    with running(binaries / "backlinks-upstream", "serve", "--listen",
                 "127.0.0.1:0") as (upstream, line):
        url = re.search(r"http://\S+", line).group()
        with running(binaries / "backlinks-server", "--listen", "127.0.0.1:0",
                     "--admin_listen", "127.0.0.1:0", "--upstream",
                     "ahrefs_v2", "--upstream_url", url, "--max_streams",
                     "5000", "--upstream_max_rows_per_request", "10000",
                     "--page_rows", "2000", "--upstream_read_timeout", "5m",
                     "--log_level", "off",
                     BACKLINKS_UPSTREAM_TOKEN="token") as (process, line):
            yield (process.pid, re.search(r"127\.0\.0\.1:\d+", line).group(),
                   upstream.pid)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def rss_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def wait_until_idle(pid):
    """Waits while the upstream fills the sockets of streams that stall."""
    before = -1.0
    while (now := cpu_seconds(pid)) > before + 0.02:
        before = now
        time.sleep(1)


class Peak:
    """The highest RSS while it is open."""

    def __init__(self, pid):
        self.pid, self.mib, self.done = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.done.wait(0.02):
            self.mib = max(self.mib, rss_mib(self.pid))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()


@contextlib.contextmanager
def calls(binaries, address, count, *method):
    """Yields when all calls have begun; cancels them at the end."""
    client = subprocess.Popen(
        [binaries / "stalled_client", address, str(count), str(CONNECTIONS),
         *method], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    failed = int(client.stdout.readline())
    if failed:
        sys.exit(f"{failed} of {count} calls failed")
    yield
    client.communicate()


def read_rows(binaries, address):
    """The seconds that one stream takes which is read."""
    start = time.monotonic()
    run = subprocess.run(
        [binaries / "backlinks", "stream", "www.apache.org", "--mode",
         "domain", "--server", address, "--limit", str(READER_ROWS)],
        stdout=subprocess.PIPE, check=True)
    if run.stdout.count(b"\n") != READER_ROWS:
        sys.exit(f"a reader expected {READER_ROWS} rows")
    return time.monotonic() - start


def read_beside(binaries, address):
    """The seconds of the slowest of the streams that are read at once."""
    with concurrent.futures.ThreadPoolExecutor(READERS) as pool:
        return max(pool.map(lambda _: read_rows(binaries, address),
                            range(READERS)))


def verdict(what, mib, limit):
    good = mib <= limit
    print(f"{'met   ' if good else 'MISSED'}  {what}, at most {limit} MiB: "
          f"{mib:.0f} MiB")
    return good


def main(binaries, streams):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with server_over_upstream(binaries) as (pid, address, upstream):
        alone = read_beside(binaries, address)
        idle = rss_mib(pid)
        with Peak(pid) as peak, calls(binaries, address, streams):
            begun = rss_mib(pid) - idle
            time.sleep(10)
            stalled = rss_mib(pid) - idle
            wait_until_idle(upstream)
            beside = read_beside(binaries, address)
        time.sleep(SETTLE)
        most, left = peak.mib - idle, rss_mib(pid) - idle
        print(f"{streams:,} stalled streams, above {idle:.0f} MiB when idle: "
              f"{begun:.0f} MiB when all have begun, {stalled:.0f} after 10 s,"
              f" {most:.0f} at most; {left:.0f} {SETTLE} s after "
              f"they went")
        print(f"{READERS} streams of {READER_ROWS:,} rows at once: "
              f"{alone:.2f} s alone, {beside:.2f} s beside them")
    with server_over_upstream(binaries) as (pid, address, _):
        idle = rss_mib(pid)
        with Peak(pid) as pages, calls(binaries, address, PAGES, "list"):
            pass
        time.sleep(SETTLE)
        print(f"{PAGES} pages of ListRefpages at once, above {idle:.0f} MiB: "
              f"{pages.mib - idle:.0f} MiB at most; "
              f"{rss_mib(pid) - idle:.0f} {SETTLE} s later")
    good = [verdict(f"{streams:,} stalled streams", most, GOAL_MIB),
            verdict("after they went", left, GOAL_MIB // 8)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(),
                  int(sys.argv[2]) if len(sys.argv) > 2 else 1000))
