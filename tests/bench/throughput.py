"""One long stream against other ways to read the same rows, side by side.

throughput.py BIN SAMPLE WORK [REPETITIONS]: nginx serves a static answer on
loopback; each way reads it in turn, the repetitions interleaved. Prints the
medians, then a verdict on each goal; exit 1 if one is missed.
"""

import contextlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

sys.path.append(str(pathlib.Path(__file__).parents[1] / "e2e"))
from ports import free_port  # noqa: E402

HERE = pathlib.Path(__file__).parent
ROWS = 300_000
FEW_ROWS = 30_000
# A residual for API v2 that about 90% of the rows do not pass.
ENDINGS = "es"
RESIDUAL = " OR ".join(f'ends_with(anchor, "{end}")' for end in ENDINGS)
TICKS = os.sysconf("SC_CLK_TCK")

NGINX = """
daemon off; master_process off; pid {work}/nginx.pid;
error_log {work}/nginx.err;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; default_type application/json;
  client_body_temp_path {work}/t1; proxy_temp_path {work}/t2;
  fastcgi_temp_path {work}/t3; uwsgi_temp_path {work}/t4;
  scgi_temp_path {work}/t5;
  server {{
    listen 127.0.0.1:{port}; root {work};
    location = /few/ {{ try_files /few.json =404; }}
    location = /many/ {{ try_files /many.json =404; }}
    location = /passing/ {{ try_files /passing.json =404; }}
  }}
}}
"""


@contextlib.contextmanager
def running(*command, **options):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def nginx(work):
    port = free_port()
    config = work / "nginx.conf"
    config.write_text(NGINX.format(work=work, port=port))
    with running("nginx", "-p", work, "-e", work / "nginx.err",
                 "-c", config) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            if process.poll() is not None:
                sys.exit((work / "nginx.err").read_text())
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url + "/few/").close()
                break
            time.sleep(0.05)
        yield port


@contextlib.contextmanager
def backlinks_server(binaries, url):
    with running(binaries / "backlinks-server", "--listen", "127.0.0.1:0",
                 "--admin_listen", "127.0.0.1:0", "--upstream", "ahrefs_v2",
                 "--upstream_url", url, "--page_rows", "1000000",
                 "--upstream_max_rows_per_request", "1000000",
                 "--log_level", "off", stdout=subprocess.PIPE,
                 text=True) as process:
        line = process.stdout.readline()
        yield process.pid, re.search(r"127\.0\.0\.1:\d+", line).group()
        process.stdout.close()


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


def watch_peak(pid, done, peak):
    """The last VmHWM seen; ru_maxrss would count what forked the program."""
    while not done.wait(0.01):
        with contextlib.suppress(OSError, AttributeError):
            peak[0] = peak_mib(pid)


def run(command):
    """What the command printed, with its CPU seconds and peak memory."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE)
    done, peak = threading.Event(), [0.0]
    watcher = threading.Thread(target=watch_peak,
                               args=(process.pid, done, peak))
    watcher.start()
    out = process.stdout.read()
    process.stdout.close()
    done.set()
    watcher.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed: {process.returncode}")
    result = json.loads(out)
    result["cpu"] = usage.ru_utime + usage.ru_stime
    result["mib"] = peak[0]
    return result


class Ways:
    """Each returns rows, seconds, cpu, mib and first_ms."""

    def __init__(self, binaries, port):
        self.binaries, self.port = binaries, port
        self.url = f"http://127.0.0.1:{port}/many/"

    def curl(self):
        result = run(["curl", "-s", "-o", "/dev/null", "-w",
                      '{"seconds": %{time_total}, '
                      '"first_s": %{time_starttransfer}}', self.url])
        return {**result, "rows": ROWS, "first_ms": 1000 * result["first_s"]}

    def bare_beast(self):
        return {**run([self.binaries / "beast_reader", str(self.port),
                       "/many/"]), "rows": ROWS}

    def server(self, *options, rows=ROWS, path="many"):
        """Takes `rows` rows; None: however many there are."""
        with backlinks_server(self.binaries,
                              f"http://127.0.0.1:{self.port}/{path}/") \
                as (pid, address):
            before = cpu_seconds(pid)
            result = run([self.binaries / "drain_client", address,
                          str(rows or ROWS), *options])
            result["client_mib"] = result["mib"]
            result["cpu"] += cpu_seconds(pid) - before
            result["mib"] = peak_mib(pid)
        if rows and result["rows"] != rows:
            sys.exit(f"expected {rows} rows, got {result['rows']}")
        return result

    def server_parsed(self):
        return self.server("parse")

    def server_residual(self):
        """Reads every row and sends one in ten; the rate is of rows read."""
        result = self.server(RESIDUAL, rows=None)
        if result["scanned"] != ROWS:
            sys.exit(f"expected {ROWS} rows read, got {result['scanned']}")
        return {**result, "sent": result["rows"], "rows": result["scanned"]}

    def server_pushed_down(self):
        """The same rows from an upstream that filters."""
        return self.server(rows=None, path="passing")

    def python(self):
        return run([sys.executable, HERE / "fetch.py", self.url])

    def node(self):
        return run(["node", HERE / "fetch.mjs", self.url])


def measure(ways, repetitions):
    names = {
        "curl to /dev/null": ways.curl,
        "backlinks-server, draining C++ client": ways.server,
        "backlinks-server, parsing C++ client": ways.server_parsed,
        "  a residual that rejects 90% of the rows": ways.server_residual,
        "  what passes it, pushed down": ways.server_pushed_down,
        "Python urllib + json.loads": ways.python,
        "Node fetch + JSON.parse": ways.node,
        "bare Beast reader, bytes thrown away": ways.bare_beast,
    }
    results = {name: [] for name in names}
    for _ in range(repetitions):
        for name, way in names.items():
            results[name].append(way())
    return {name: {key: statistics.median(one[key] for one in runs)
                   for key in ("seconds", "cpu", "mib", "first_ms", "rows")}
            for name, runs in results.items()}


def print_table(table):
    bare = table["bare Beast reader, bytes thrown away"]
    print(f"{'':40}{'rows/s':>11}{'of bare':>9}{'CPU s/Mrow':>12}"
          f"{'peak MiB':>10}{'first ms':>10}")
    for name, one in table.items():
        print(f"{name:40}{one['rows'] / one['seconds']:>11,.0f}"
              f"{bare['seconds'] / one['seconds']:>9.0%}"
              f"{1e6 * one['cpu'] / one['rows']:>12.2f}{one['mib']:>10.1f}"
              f"{one['first_ms']:>10.1f}")


def verdict(what, value, good):
    print(f"{'met   ' if good else 'MISSED'}  {what}: {value}")
    return good


def judge(table, few_mib, many_mib):
    speed = {name: one["rows"] / one["seconds"] for name, one in table.items()}
    ours = speed["backlinks-server, draining C++ client"]
    residual = speed["  a residual that rejects 90% of the rows"] / ours
    share = ours / speed["bare Beast reader, bytes thrown away"]
    python = ours / speed["Python urllib + json.loads"]
    node = ours / speed["Node fetch + JSON.parse"]
    growth = many_mib / few_mib - 1
    return all([
        verdict("at least 25% of the bare reader", f"{share:.0%}",
                share >= 0.25),
        verdict("at least 4 times Python", f"{python:.1f}", python >= 4),
        verdict("at least 4 times Node", f"{node:.1f}", node >= 4),
        verdict("a residual scan at least 70% of the unfiltered rate",
                f"{residual:.0%}", residual >= 0.70),
        verdict(f"server memory for {ROWS:,} rows within 10% of {FEW_ROWS:,}",
                f"{many_mib:.1f} MiB, {few_mib:.1f} MiB, {growth:+.1%}",
                abs(growth) <= 0.10)])


def main(binaries, sample, work, repetitions):
    work.mkdir(parents=True, exist_ok=True)
    for name, rows, endings in (("few", FEW_ROWS, ""), ("many", ROWS, ""),
                                ("passing", ROWS, ENDINGS)):
        if not (work / f"{name}.json").exists():
            subprocess.run([sys.executable, HERE / "make_answer.py", sample,
                            str(rows), work / f"{name}.json", endings],
                           check=True)
    size = (work / "many.json").stat().st_size
    print(f"{ROWS:,} rows, {size / 1e6:.0f} MB of JSON, {os.cpu_count()} "
          f"cores, medians of {repetitions} interleaved runs")
    with nginx(work) as port:
        ways = Ways(binaries, port)
        table = measure(ways, repetitions)
        memory = [statistics.median(
            ways.server(rows=rows, path=path)["mib"]
            for _ in range(repetitions))
            for rows, path in ((FEW_ROWS, "few"), (ROWS, "many"))]
    print_table(table)
    return 0 if judge(table, *memory) else 1


if __name__ == "__main__":
    sys.exit(main(*(pathlib.Path(arg).resolve() for arg in sys.argv[1:4]),
                  int(sys.argv[4]) if len(sys.argv) > 4 else 5))
