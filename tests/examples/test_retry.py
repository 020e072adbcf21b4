"""Clients try again what client/service_config.json lets them, and no more."""

import concurrent.futures
import contextlib
import json
import unittest

import grpc

from backlinks.v1 import backlinks_service_pb2 as pb
from programs import CONFIG, PROGRAMS, run

SERVICE = "backlinks.v1.BacklinksService"
MESSAGES = {"StreamRefpages": pb.StreamRefpagesResponse(
                refpages=[{"anchor": "at last"}]),
            "ExplainRefpages": pb.ExplainRefpagesResponse(dialect="at last")}


class Fickle(contextlib.AbstractContextManager):
    """A server that fails so often before it answers."""

    def __init__(self, code, failures):
        self._code, self._left, self.calls = code, failures, 0
        self._server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
        self._server.add_generic_rpc_handlers([
            grpc.method_handlers_generic_handler(SERVICE, {
                "StreamRefpages": grpc.unary_stream_rpc_method_handler(
                    self._stream),
                "ExplainRefpages": grpc.unary_unary_rpc_method_handler(
                    self._explain)})])
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def _fail(self, context):
        self.calls += 1
        if self._left:
            self._left -= 1
            context.abort(self._code, "not now")

    def _stream(self, _, context):
        self._fail(context)
        yield MESSAGES["StreamRefpages"].SerializeToString()

    def _explain(self, _, context):
        self._fail(context)
        return MESSAGES["ExplainRefpages"].SerializeToString()

    def __exit__(self, *_):
        self._server.stop(None).wait()


class Stuck(Fickle):
    """One whose streams never get further than row 300, by a new token each."""

    def _stream(self, _, context):
        self.calls += 1
        yield pb.StreamRefpagesResponse(
            resume_token=f"t{self.calls}",
            progress={"scanned_row_count": 300}).SerializeToString()
        context.abort(self._code, "broken again")


class Retry(unittest.TestCase):

    def test_unavailable_is_tried_again(self):
        for language in PROGRAMS:
            for method in MESSAGES:
                with self.subTest(f"{language} {method}"), Fickle(
                        grpc.StatusCode.UNAVAILABLE, 2) as server:
                    code, lines = run(language, server.address, method, "{}")
                    self.assertEqual((code, server.calls), (0, 3), lines)
                    self.assertIn("at last", json.dumps(lines))

    def test_other_codes_are_not(self):
        for language in PROGRAMS:
            for method in MESSAGES:
                with self.subTest(f"{language} {method}"), Fickle(
                        grpc.StatusCode.INTERNAL, 1) as server:
                    code, lines = run(language, server.address, method, "{}")
                    self.assertEqual((code, server.calls), (1, 1), lines)
                    self.assertEqual(lines[-1]["error"]["code"], "INTERNAL")


    def test_a_stream_that_gets_no_further_is_given_up(self):
        for language in PROGRAMS:
            with self.subTest(language), Stuck(
                    grpc.StatusCode.UNAVAILABLE, 0) as server:
                code, lines = run(language, server.address, "StreamRefpages",
                                  "{}")
                self.assertEqual((code, server.calls), (1, 6), lines)
                self.assertEqual(lines[-1]["error"]["code"], "UNAVAILABLE")


class Config(unittest.TestCase):

    def test_names_every_method_of_the_contract_once(self):
        config = json.loads(CONFIG.read_text())
        named = [(name["service"], name["method"])
                 for entry in config["methodConfig"] for name in entry["name"]]
        service = pb.DESCRIPTOR.services_by_name["BacklinksService"]
        self.assertEqual(
            sorted(named), sorted((service.full_name, method.name)
                                  for method in service.methods))

    def test_tries_nothing_but_unavailable_again(self):
        for entry in json.loads(CONFIG.read_text())["methodConfig"]:
            self.assertEqual(entry["retryPolicy"]["retryableStatusCodes"],
                             ["UNAVAILABLE"])
