"""Callers of every kind, each of which calls until it is told to stop.

A caller is a function (site, stop, count): the site is the server and how it is
called, `count` gets the status of each call.
"""

import itertools
import random
import time

import grpc

import attackers
import http2
from backlinks.v1 import backlinks_service_pb2 as pb
from backlinks.v1 import backlinks_service_pb2_grpc as rpc

TARGET = "github.com"  # 5,668 rows of the sample.
DEADLINE = 30  # Seconds.
WRONG_KEY = "blk_" + "0" * 49
PING = http2.frame(http2.Kind.PING, bytes(8)) * 500
SETTINGS = http2.frame(http2.Kind.SETTINGS) * 500


def query():
    return pb.RefpagesQuery(target=TARGET, mode=pb.TARGET_MODE_SUBDOMAINS)


def stream_request(row_limit):
    return pb.StreamRefpagesRequest(query=query(), row_limit=row_limit)


def open_channel(site):
    return grpc.insecure_channel(site.server.address, [
        ("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0),
        ("grpc.enable_http_proxy", 0)])


def status_of(call):
    """Runs it; the name of the status with which it ends."""
    try:
        call()
        return "OK"
    except grpc.RpcError as error:
        return error.code().name


def healthy(site, stop, count):
    """Every method that a client uses, one call after the other."""
    options = {"timeout": DEADLINE, "metadata": site.metadata}
    with open_channel(site) as channel:
        stub = rpc.BacklinksServiceStub(channel)
        calls = itertools.cycle([
            lambda: stub.ParseFilter(
                pb.ParseFilterRequest(text="ahrefs_rank > 5"), **options),
            lambda: stub.ExplainRefpages(
                pb.ExplainRefpagesRequest(query=query(), row_limit=100),
                **options),
            lambda: stub.ListRefpages(
                pb.ListRefpagesRequest(query=query(), page_size=100),
                **options),
            lambda: list(stub.StreamRefpages(stream_request(300), **options))])
        while not stop.is_set():
            count(status_of(next(calls)))
            time.sleep(0.02)


def slow(site, stop, count):
    """Reads a message now and then."""
    def read(stub):
        for _ in stub.StreamRefpages(stream_request(5000), timeout=DEADLINE,
                                     metadata=site.metadata):
            if stop.wait(0.1):
                return
    with open_channel(site) as channel:
        stub = rpc.BacklinksServiceStub(channel)
        while not stop.is_set():
            count(status_of(lambda: read(stub)))


def cancelling(site, stop, count):
    with open_channel(site) as channel:
        stub = rpc.BacklinksServiceStub(channel)
        while not stop.is_set():
            call = stub.StreamRefpages(stream_request(5000), timeout=DEADLINE,
                                       metadata=site.metadata)
            time.sleep(random.uniform(0, 0.1))
            call.cancel()
            count(status_of(lambda call=call: list(call)))


def wrong_key(site, stop, count):
    metadata = [("authorization", f"Bearer {WRONG_KEY}")]
    with open_channel(site) as channel:
        stub = rpc.BacklinksServiceStub(channel)
        while not stop.is_set():
            count(status_of(lambda: list(stub.StreamRefpages(
                stream_request(10), timeout=DEADLINE, metadata=metadata))))
            time.sleep(0.02)


def resets():
    block = http2.fields()
    for first in itertools.count(1, 200):
        yield b"".join(
            http2.frame(http2.Kind.HEADERS, block, http2.END_HEADERS, stream)
            + http2.reset(stream) for stream in range(first, first + 200, 2))


def flooding(site, stop, count):
    """Pings, settings and resets, from another address."""
    floods = itertools.cycle([lambda: itertools.repeat(PING),
                              lambda: itertools.repeat(SETTINGS), resets])
    while not stop.is_set():
        attacker = attackers.Attacker(site.server.address)
        attacker.send_all(http2.HELLO)
        attackers.flood([attacker], next(floods), 3)
        count("kept" if attacker.is_open else "cut")
        attacker.close()
        stop.wait(0.5)


ALL = {healthy: 2, slow: 2, cancelling: 2, wrong_key: 1, flooding: 1}
