"""Reads every row of one stream by stubs that Python's tools generate.

read_rows.py ADDRESS ROWS WAY: "rows" reads a text of each row, "tuples" six
cells, "pandas" and "polars" make a data frame of all 25 columns; "arrow" makes
a pyarrow table of Arrow batches, "arrow_pandas" and "arrow_polars" a data frame
of it. Prints one JSON line: rows, seconds without imports, first_ms.
"""

import importlib
import json
import sys
import time

import grpc
from backlinks.v1 import backlinks_service_pb2 as pb
from backlinks.v1 import backlinks_service_pb2_grpc, refpage_pb2

COLUMNS = [field.name for field in refpage_pb2.Refpage.DESCRIPTOR.fields
           if field.number <= 25]
TIMES = {field.name for field in refpage_pb2.Refpage.DESCRIPTOR.fields
         if field.message_type is not None}
# What the ways import.
LIBRARIES = {"pandas": ["pandas"], "polars": ["polars"], "arrow": ["pyarrow"],
             "arrow_pandas": ["pyarrow", "pandas"],
             "arrow_polars": ["pyarrow", "polars"]}


def cells(row):
    """The cells of all columns: None if absent, times in nanoseconds."""
    return [None if not row.HasField(name)
            else getattr(row, name).ToNanoseconds() if name in TIMES
            else getattr(row, name) for name in COLUMNS]


def rows(messages):
    count = 0
    for message in messages:
        for row in message.refpages:
            count += 1 if row.url_from else 0
    return count


def tuples(messages):
    found = [(row.url_from, row.url_to, row.anchor, row.ahrefs_rank,
              row.nofollow, row.http_code)
             for message in messages for row in message.refpages]
    return len(found)


def pandas(messages):
    import pandas as library
    frame = library.DataFrame(
        [cells(row) for message in messages for row in message.refpages],
        columns=COLUMNS)
    for name in TIMES & set(COLUMNS):
        frame[name] = library.to_datetime(frame[name], unit="ns", utc=True)
    return len(frame)


def polars(messages):
    import polars as library
    frame = library.DataFrame(
        [cells(row) for message in messages for row in message.refpages],
        schema=COLUMNS, orient="row", infer_schema_length=None)
    frame = frame.with_columns(
        library.col(sorted(TIMES & set(COLUMNS))).cast(
            library.Datetime("ns", "UTC")))
    return frame.height


def table_of(messages):
    import pyarrow as library
    schema, batches = None, []
    for message in messages:
        if message.arrow_schema:
            schema = library.ipc.read_schema(
                library.py_buffer(message.arrow_schema))
        if message.arrow_record_batch:
            batches.append(library.ipc.read_record_batch(
                library.py_buffer(message.arrow_record_batch), schema))
    return library.Table.from_batches(batches, schema)


def arrow(messages):
    return table_of(messages).num_rows


def arrow_pandas(messages):
    return len(table_of(messages).to_pandas())


def arrow_polars(messages):
    import polars as library
    return library.from_arrow(table_of(messages)).height


def timed(messages, start, times):
    for message in messages:
        times.setdefault("first_ms", (time.perf_counter() - start) * 1000)
        yield message


def main(address, limit, way):
    request = pb.StreamRefpagesRequest(
        query={"target": "bench.example", "mode": "TARGET_MODE_SUBDOMAINS"},
        row_limit=limit, max_price={"milli_amount": 10**12},
        response_format=(pb.RESPONSE_FORMAT_ARROW if way.startswith("arrow")
                         else pb.RESPONSE_FORMAT_ROWS))
    for library in LIBRARIES.get(way, []):
        importlib.import_module(library)
    start, times = time.perf_counter(), {}
    with grpc.insecure_channel(address) as channel:
        stub = backlinks_service_pb2_grpc.BacklinksServiceStub(channel)
        count = globals()[way](timed(stub.StreamRefpages(request), start,
                                     times))
    print(json.dumps({"rows": count, "seconds": time.perf_counter() - start,
                      **times}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
