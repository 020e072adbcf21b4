"""The rows of RESPONSE_FORMAT_ARROW in pyarrow, pandas, Polars and DuckDB, by
the code in docs/clients.md, against the rows of RESPONSE_FORMAT_ROWS."""

import collections
import datetime
import pathlib
import re

import grpc

from backlinks.v1 import backlinks_service_pb2 as pb
from backlinks.v1 import backlinks_service_pb2_grpc as rpc
from backlinks.v1 import refpage_pb2
from harness import Server, TestCase

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs/clients.md"
TIMEOUT = 60  # Seconds.


def blocks():
    """The code in the section on tables."""
    section = DOCUMENT.read_text(encoding="utf-8").split(
        "\n## Tables in Python\n")[1].split("\n## ")[0]
    return re.findall(r"^```python\n(.*?)^```", section, re.M | re.S)


DEFINITION, *USES = blocks()
DEFINED = {}
exec(compile(DEFINITION, DOCUMENT, "exec"), DEFINED)  # pylint: disable=exec-used
LINK_TYPES = refpage_pb2.LinkType.DESCRIPTOR.values_by_number


def cell_of(page, field):
    """What a column of Arrow has for a cell of a Refpage."""
    if not page.HasField(field.name):
        return None
    value = getattr(page, field.name)
    if field.name == "link_type":
        return page.link_type_word or LINK_TYPES[value].name.removeprefix(
            "LINK_TYPE_").lower()
    if field.message_type is not None:
        return value.ToDatetime(tzinfo=datetime.timezone.utc)
    return value


class Tables(TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.channel = cls.enterClassContext(
            grpc.insecure_channel(cls.server.address))
        cls.stub = rpc.BacklinksServiceStub(cls.channel)

    def request(self, **fields):
        request = pb.StreamRefpagesRequest(
            query=pb.RefpagesQuery(target="github.com",
                                   mode=pb.TARGET_MODE_SUBDOMAINS))
        request.row_limit = 1_000_000
        request.query.read_mask.paths.extend(fields.pop("columns", []))
        for name, value in fields.items():
            setattr(request, name, value)
        return request

    def table(self, request=None):
        table = DEFINED["read_table"](self.stub, request or self.request())
        table.validate(full=True)
        return table

    def use(self, code, table):
        names = {**DEFINED, "table": table}
        exec(compile(code, DOCUMENT, "exec"), names)  # pylint: disable=exec-used
        return names

    def pages(self):
        return [page for message in self.stub.StreamRefpages(
            self.request(), timeout=TIMEOUT) for page in message.refpages]

    def test_every_cell_is_that_of_the_row_messages(self):
        pages = self.pages()
        self.assertGreater(len(pages), 5000)
        columns = self.table().to_pydict()
        fields = [field for field in refpage_pb2.Refpage.DESCRIPTOR.fields
                  if field.number <= len(columns)]
        self.assertEqual([field.name for field in fields], list(columns))
        for field in fields:
            self.assertEqual(columns[field.name],
                             [cell_of(page, field) for page in pages],
                             field.name)

    def test_columns_come_in_the_order_of_the_mask(self):
        names = ["title", "first_seen", "url_from"]
        self.assertEqual(self.table(self.request(columns=names)).column_names,
                         names)

    def test_pandas_polars_and_duckdb_read_it(self):
        to_pandas, to_polars, to_duckdb = USES
        table = self.table()
        rows = table.to_pylist()
        frame = self.use(to_pandas, table)["frame"]
        self.assertEqual(len(frame), len(rows))
        self.assertEqual(list(frame.columns), table.column_names)
        self.assertEqual([str(name) for name in frame["url_from"]],
                         [row["url_from"] for row in rows])
        self.assertEqual(self.use(to_polars, table)["frame"].to_dicts(), rows)
        counted = self.use(to_duckdb, table)["rows"].fetchall()
        self.assertEqual(dict(counted), collections.Counter(
            row["anchor"] for row in rows))

    def test_a_stream_that_resumes_in_the_other_format(self):
        first = list(self.stub.StreamRefpages(self.request(row_limit=300),
                                              timeout=TIMEOUT))
        token = first[-1].resume_token
        rest = self.table(self.request(row_limit=700, resume_token=token))
        before = [page.url_from for message in first
                  for page in message.refpages]
        whole = self.table(self.request(row_limit=700))
        self.assertEqual(before + rest["url_from"].to_pylist(),
                         whole["url_from"].to_pylist())

    def test_what_has_no_columns_is_an_error(self):
        request = self.request(include_other_columns=True)
        with self.assertRaises(grpc.RpcError) as failure:
            self.table(request)
        self.assertEqual(failure.exception.code(),
                         grpc.StatusCode.INVALID_ARGUMENT)
        explain = pb.ExplainRefpagesRequest(
            query=request.query, include_other_columns=True,
            response_format=pb.RESPONSE_FORMAT_ARROW)
        with self.assertRaises(grpc.RpcError) as failure:
            self.stub.ExplainRefpages(explain, timeout=TIMEOUT)
        self.assertEqual(failure.exception.code(),
                         grpc.StatusCode.INVALID_ARGUMENT)

    def test_a_call_that_fails_is_no_table(self):
        with self.assertRaises(grpc.RpcError):
            self.table(self.request(row_limit=-1))
