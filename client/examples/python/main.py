"""Calls backlinks: `main.py SERVER` for a tour, `main.py SERVER METHOD REQUEST
[TIMEOUT_MS]` for one call, its request and answers in protobuf's JSON form."""

import json
import pathlib
import sys

import grpc
from google.protobuf import json_format
from google.rpc import error_details_pb2
from grpc_status import rpc_status

sys.path.append(str(pathlib.Path(__file__).parent / "gen"))

# pylint: disable=wrong-import-position
from backlinks.v1 import backlinks_service_pb2 as pb
from backlinks.v1 import filter_pb2
import client


# [filter]
def strong_japanese_pages():
    """Pages in Japanese, rated 20 or more, that link to ja.wikipedia.org."""
    test = filter_pb2.Predicate
    where = filter_pb2.Filter(and_group=filter_pb2.FilterGroup(filters=[
        filter_pb2.Filter(predicate=test(language={"equals": "ja"})),
        filter_pb2.Filter(predicate=test(ahrefs_rank={"range": {"start": 20}})),
    ]))
    return pb.RefpagesQuery(
        target="ja.wikipedia.org", mode=pb.TARGET_MODE_SUBDOMAINS, where=where,
        read_mask={"paths": ["url_from", "anchor", "ahrefs_rank"]})
# [/filter]


# [explain]
def highest_price(stub, query, row_limit):
    """What a stream can cost, in thousandths; nothing is bought to know it."""
    plan = stub.ExplainRefpages(
        pb.ExplainRefpagesRequest(query=query, row_limit=row_limit), timeout=10)
    return plan.max_price.milli_amount
# [/explain]


# [errors]
def describe(error):
    """The code, reason and violations of a failed call."""
    told = {"code": error.code().name, "reason": "", "violations": []}
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if detail.Unpack(info):
            told["reason"] = info.reason
        elif detail.Unpack(bad):
            told["violations"] = [
                {"field": v.field, "description": v.description}
                for v in bad.field_violations]
    return told
# [/errors]


def emit(kind, value):
    print(json.dumps({kind: value}, ensure_ascii=False), flush=True)


def emit_stream(stub, request, timeout):
    for message in client.stream_refpages(stub, request, timeout):
        for row in message.refpages:
            emit("row", json_format.MessageToDict(row))
        if message.HasField("summary"):
            emit("summary", json_format.MessageToDict(message.summary))


def call(stub, method, text, timeout):
    request = json_format.Parse(text, getattr(pb, method + "Request")())
    if method == "StreamRefpages":
        emit_stream(stub, request, timeout)
        return
    answer = getattr(stub, method)(request, timeout=timeout)
    emit("answer", json_format.MessageToDict(answer))


def tour(stub):
    query = strong_japanese_pages()
    emit("highestPrice", highest_price(stub, query, 5))
    emit_stream(stub, pb.StreamRefpagesRequest(query=query, row_limit=5), 10)


def main(server, *words):
    with client.connect(server) as channel:
        stub = client.stub(channel)
        try:
            if not words:
                tour(stub)
            else:
                method, text, *timeout = words
                call(stub, method, text,
                     int(timeout[0]) / 1000 if timeout else None)
        except grpc.RpcError as error:
            emit("error", describe(error))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
