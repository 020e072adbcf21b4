#include "tests/chaos/table.h"

#include <algorithm>
#include <iterator>

#include "fmt/format.h"

namespace backlinks::chaos {
namespace {

constexpr size_t kChunkBytes = 700;

void AppendCell(std::string_view column, int64_t row, std::string& body) {
  const auto out = std::back_inserter(body);
  if (column == "ahrefs_rank") {
    fmt::format_to(out, R"("{}":{},)", column, row);
  } else if (column == "url_from") {
    fmt::format_to(out, R"("{}":"http://a.example/{}",)", column, row);
  } else if (column == "nofollow") {
    fmt::format_to(out, R"("{}":{},)", column, row % 2 == 0);
  } else {
    fmt::format_to(out, R"("{}":null,)", column);
  }
}

std::string Chunked(std::string_view body) {
  std::string chunks;
  for (size_t at = 0; at < body.size(); at += kChunkBytes) {
    const std::string_view chunk = body.substr(at, kChunkBytes);
    fmt::format_to(std::back_inserter(chunks), "{:x}\r\n{}\r\n", chunk.size(),
                   chunk);
  }
  return chunks + "0\r\n\r\n";
}

}  // namespace

std::string PageBody(const PageRequest& page, int64_t table_rows) {
  const int64_t end = std::min(table_rows, page.offset + page.limit);
  std::string body = R"({"refpages":[)";
  for (int64_t row = page.offset; row < end; ++row) {
    if (row > page.offset) body += ',';
    body += '{';
    for (const std::string& column : page.columns)
      AppendCell(column, row, body);
    body.back() = '}';
  }
  return body + "]}";
}

std::string Respond(const std::string& body, Framing framing,
                    std::string_view coding) {
  std::string response =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  if (!coding.empty()) {
    response += fmt::format("Content-Encoding: {}\r\n", coding);
  }
  switch (framing) {
    case Framing::kLength:
      return response + fmt::format("Content-Length: {}\r\n\r\n", body.size()) +
             body;
    case Framing::kChunked:
      return response + "Transfer-Encoding: chunked\r\n\r\n" + Chunked(body);
    case Framing::kUnframed:
      break;
  }
  return response + "Connection: close\r\n\r\n" + body;
}

size_t HeadBytes(std::string_view response) {
  return response.find("\r\n\r\n") + 4;
}

Answer WholeAnswer(const PageRequest& page, int64_t table_rows) {
  return {Respond(PageBody(page, table_rows), Framing::kLength)};
}

}  // namespace backlinks::chaos
