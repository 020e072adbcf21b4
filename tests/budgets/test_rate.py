"""Servers that share the upstream's rate by one Redis, and lose it."""

import json
import re
import threading
import time

import grpc

from backlinks.v1 import backlinks_service_pb2 as pb
from backlinks.v1 import backlinks_service_pb2_grpc as rpc
from harness import wait_until
from redis import Redis
from spending import BudgetCase

LIMIT = 24  # Requests in any minute: bursts of 2, and then one in 2.7 s.
WINDOW = 60
DURATION = 66
STREAMS = 4  # Of each caller that has many pages.
PAGE = 10
MARK = re.compile(r"mark-\w+")  # In the upstream's account.
NOT_SHARED = "the rate of upstream requests is not shared"
SHARED_AGAIN = "the rate of upstream requests is shared again"


def request(name, rows):
    """Its filter, which is true for all rows, has the name."""
    query = pb.RefpagesQuery(target="github.com",
                             mode=pb.TARGET_MODE_SUBDOMAINS)
    query.read_mask.paths.extend(["url_from", "url_to"])
    query.where.not_expression.predicate.title.equals = "mark-" + name
    return pb.StreamRefpagesRequest(query=query, row_limit=rows)


class Watch(threading.Thread):
    """When the upstream had which request: pairs of time and mark."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.seen = []
        self._path = path
        self._ended = threading.Event()

    def run(self):
        with open(self._path) as account:
            line = ""
            while not self._ended.is_set():
                line += account.readline()
                if not line.endswith("\n"):
                    time.sleep(0.002)
                    continue
                where = json.loads(line)["where"]
                self.seen.append((time.monotonic(),
                                  MARK.search(where).group()))
                line = ""

    def end(self):
        self._ended.set()
        self.join()


class Rate(BudgetCase):

    def setUp(self):
        super().setUp()
        self.redis = self.enterContext(Redis())
        self.one_site = self.site({"many": {}, "one": {}, "busy": {}})

    def start(self, limit, *flags):
        return self.one_site.start(
            self.redis.url, "--upstream_requests_per_minute", str(limit),
            "--upstream_max_rows_per_request", str(PAGE), *flags)

    def stream(self, server, name, rows):
        channel = self.enterContext(grpc.insecure_channel(
            server.address, [("grpc.enable_http_proxy", 0)]))
        return rpc.BacklinksServiceStub(channel).StreamRefpages(
            request(name, rows), timeout=2 * DURATION, metadata=[
                ("authorization", f"Bearer {self.one_site.key(name)}")])

    def read(self, stream):
        """Reads it to its end, or until it is cancelled."""
        def read():
            try:
                for _ in stream:
                    pass
            except grpc.RpcError as error:
                self.assertEqual(error.code(), grpc.StatusCode.CANCELLED)
        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        return reader

    def assert_limit_is_kept(self, moments):
        for first, next_ in zip(moments, moments[LIMIT:]):
            self.assertGreaterEqual(next_ - first, WINDOW)
        # Nor is it much slower than it may be.
        self.assertGreaterEqual(len(moments), 0.8 * LIMIT)

    def test_two_servers_keep_the_limit_and_callers_take_turns(self):
        first, second = self.start(LIMIT), self.start(LIMIT)
        watch = Watch(self.one_site.path("account"))
        watch.start()
        self.addCleanup(watch.end)
        began = time.monotonic()
        streams = [self.stream(server, name, 1000 * PAGE)
                   for server, name in ((first, "many"), (second, "busy"))
                   for _ in range(STREAMS)]
        readers = [self.read(stream) for stream in streams]
        time.sleep(10)
        asked = time.monotonic()
        rows = [row for message in self.stream(first, "one", PAGE)
                for row in message.refpages]
        self.assertEqual(len(rows), PAGE)
        time.sleep(max(0, began + DURATION - time.monotonic()))
        watch.end()
        for stream in streams:
            stream.cancel()
        for reader in readers:
            reader.join()
        self.assert_limit_is_kept([moment for moment, _ in watch.seen])
        since = [mark for moment, mark in watch.seen if moment > asked]
        before = since[:since.index("mark-one")]
        # The one that was the next anyway, and one that was on its way.
        self.assertLessEqual(before.count("mark-many"), 2, since)
        for name in ("mark-many", "mark-busy"):
            self.assertGreaterEqual(
                sum(mark == name for _, mark in watch.seen), 3)

    def messages(self, server, beginning):
        return [line for line in server.log
                if line.get("message", "").startswith(beginning)]

    def test_a_server_without_its_state_keeps_its_own_limit(self):
        server = self.start(600, "--state_unavailable", "local")
        pages = 5

        def call():
            began = time.monotonic()
            for _ in self.stream(server, "one", pages * PAGE):
                pass
            self.assertLess(time.monotonic() - began, 20)
        call()
        self.assertFalse(self.messages(server, NOT_SHARED))
        self.redis.stop()
        for _ in range(3):
            call()
        self.assertEqual(len(self.messages(server, NOT_SHARED)), 1)
        self.redis.start()

        def is_shared():
            call()
            time.sleep(0.5)  # Or the calls reach the server's own limit.
            return self.messages(server, SHARED_AGAIN)
        wait_until("the shared rate", is_shared, 30)
        self.assertEqual(len(self.messages(server, NOT_SHARED)), 1)
