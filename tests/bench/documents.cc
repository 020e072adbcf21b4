#include "tests/bench/documents.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "archive.h"
#include "archive_entry.h"
#include "boost/json/parse.hpp"
#include "boost/json/serialize.hpp"
#include "fmt/format.h"

namespace backlinks::bench {
namespace {

constexpr size_t kPieceBytes = 64 << 10;

using Members = std::vector<std::string>;

// Returns each row after `change` of its members, "name":value.
std::vector<std::string> ChangeMembers(
    const std::vector<std::string>& rows,
    const std::function<void(Members&)>& change) {
  std::vector<std::string> changed;
  changed.reserve(rows.size());
  for (const std::string& row : rows) {
    const auto parsed = boost::json::parse(row);
    Members members;
    for (const auto& [name, value] : parsed.as_object()) {
      members.push_back(fmt::format(R"("{}":{})",
                                    std::string(name.data(), name.size()),
                                    boost::json::serialize(value)));
    }
    change(members);
    changed.push_back("{" + absl::StrJoin(members, ",") + "}");
  }
  return changed;
}

}  // namespace

std::vector<std::string> ReadLines(const char* path, size_t count) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(),
                                                           archive_read_free);
  archive_read_support_filter_xz(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_filename(reader.get(), path, kPieceBytes) !=
          ARCHIVE_OK ||
      archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    return {};
  }
  std::vector<std::string> lines;
  std::string line;
  std::vector<char> piece(kPieceBytes);
  la_ssize_t size = 0;
  while (lines.size() < count &&
         (size = archive_read_data(reader.get(), piece.data(), piece.size())) >
             0) {
    for (la_ssize_t i = 0; i < size && lines.size() < count; ++i) {
      if (piece[i] != '\n') {
        line += piece[i];
      } else {
        lines.push_back(std::exchange(line, std::string()));
      }
    }
  }
  return lines;
}

std::string MakeDocument(const std::vector<std::string>& rows) {
  return R"({"refpages":[)" + absl::StrJoin(rows, ",") + "]}";
}

std::vector<std::string> ShuffleColumns(const std::vector<std::string>& rows) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same in each run.
  return ChangeMembers(rows, [&](Members& members) {
    std::shuffle(members.begin(), members.end(), random);
  });
}

std::vector<std::string> AddColumns(const std::vector<std::string>& rows) {
  return ChangeMembers(rows, [](Members& members) {
    Members more;
    for (size_t i = 0; i < members.size(); ++i) {
      more.push_back(members[i]);
      if (i % 2 == 1) {
        more.push_back(fmt::format(R"("other_{}":"text {}")", i, i));
      }
    }
    members = std::move(more);
  });
}

}  // namespace backlinks::bench
