#include <variant>
#include <vector>

#include "client/cpp/output/cell_text.h"
#include "client/cpp/output/json_string.h"
#include "client/cpp/output/row_writer.h"
#include "google/protobuf/util/json_util.h"
#include "service/common/text/terminal_text.h"

namespace backlinks::output {
namespace {

// What precedes the value of a member.
std::string MemberStart(std::string_view name) {
  return ",\"" + std::string(name) + "\":";
}

void AppendValue(const Cell& cell, std::string& out) {
  if (const auto* text = std::get_if<std::string_view>(&cell)) {
    AppendJsonString(*text, out);
  } else if (std::holds_alternative<int64_t>(cell) ||
             std::holds_alternative<bool>(cell)) {
    AppendText(cell, out);
  } else {
    out += '"';
    AppendText(cell, out);
    out += '"';
  }
}

class JsonlWriter final : public RowWriter {
 public:
  JsonlWriter() {
    for (const Column& column : AllColumns()) {
      members_.push_back({&column, MemberStart(column.name)});
    }
  }

  std::string Head() const override { return ""; }

  void AppendRow(const v1::Refpage& row, std::string& out) override {
    const size_t begin = out.size();
    for (const Member& member : members_) {
      const Cell cell = GetCell(row, *member.column);
      if (std::holds_alternative<std::monostate>(cell)) continue;
      out += member.start;
      AppendValue(cell, out);
    }
    if (row.has_other_columns()) AppendOtherColumns(row, out);
    // Each member begins with a comma; the first one is not to have it.
    out.replace(begin, out.size() > begin ? 1 : 0, "{");
    out += "}\n";
  }

 private:
  struct Member {
    const Column* column;
    std::string start;
  };

  static void AppendOtherColumns(const v1::Refpage& row, std::string& out) {
    std::string others;
    if (!google::protobuf::util::MessageToJsonString(row.other_columns(),
                                                     &others)
             .ok()) {
      return;
    }
    out += MemberStart("other_columns");
    out += text::TerminalJson(others);
  }

  std::vector<Member> members_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeJsonlWriter() {
  return std::make_unique<JsonlWriter>();
}

}  // namespace backlinks::output
