"""A healthy client: `healthy.py SERVER [CA_FILE]` makes a call every 5 ms, as a
process of its own, so that attackers in Python do not slow it down.

It reads one word a line and answers in one line of JSON:
  report   the calls since the last report: count, failures, p50, p99 and the
           maximum in milliseconds
  connect  a call over a new connection: milliseconds, and its error or ""
"""

import json
import pathlib
import sys
import threading
import time

import grpc

METHOD = "/backlinks.v1.BacklinksService/ParseFilter"
TEXT = b"ahrefs_rank > 5"
REQUEST = b"\x0a" + bytes([len(TEXT)]) + TEXT  # ParseFilterRequest.text
INTERVAL = 0.005
DEADLINE = 10  # Seconds.


def open_channel(server, ca_file):
    options = [("grpc.use_local_subchannel_pool", 1),
               ("grpc.enable_http_proxy", 0), ("grpc.enable_retries", 0)]
    if ca_file is None:
        return grpc.insecure_channel(server, options)
    roots = pathlib.Path(ca_file).read_bytes()
    return grpc.secure_channel(server, grpc.ssl_channel_credentials(roots),
                               options)


def milliseconds_of_call(method):
    start = time.monotonic()
    method(REQUEST, timeout=DEADLINE)
    return 1000 * (time.monotonic() - start)


class Calls:
    """What is known of the calls since the last report."""

    def __init__(self, channel):
        self._method = channel.unary_unary(METHOD)
        self._lock = threading.Lock()
        self._times, self._failures = [], []

    def run(self):
        while True:
            try:
                took = milliseconds_of_call(self._method)
                with self._lock:
                    self._times.append(took)
            except grpc.RpcError as error:
                with self._lock:
                    self._failures.append(
                        f"{error.code().name}: {error.details()}")
            time.sleep(INTERVAL)

    def report(self):
        with self._lock:
            times, self._times = sorted(self._times), []
            failures, self._failures = self._failures, []
        return {"count": len(times), "failures": failures[:5],
                **{name: round(times[min(len(times) - 1,
                                         int(len(times) * part))], 2)
                   if times else None
                   for name, part in (("p50", 0.5), ("p99", 0.99),
                                      ("max", 1))}}


def connect(server, ca_file):
    start = time.monotonic()
    with open_channel(server, ca_file) as channel:
        try:
            milliseconds_of_call(channel.unary_unary(METHOD))
            error = ""
        except grpc.RpcError as failed:
            error = f"{failed.code().name}: {failed.details()}"
    return {"ms": round(1000 * (time.monotonic() - start), 1), "error": error}


def main(server, ca_file=None):
    with open_channel(server, ca_file) as channel:
        calls = Calls(channel)
        threading.Thread(target=calls.run, daemon=True).start()
        for line in sys.stdin:
            answer = (calls.report() if line == "report\n"
                      else connect(server, ca_file))
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
