#include "service/embedded/row_format.h"

#include "boost/json/serialize.hpp"
#include "boost/json/string_view.hpp"
#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

class JsonFormat final : public RowFormat {
 public:
  explicit JsonFormat(const std::vector<const Column*>& select) {
    for (const Column* column : select) {
      columns_.push_back(
          {fmt::format("{}\"{}\":", columns_.empty() ? "" : ",", column->name),
           column->type});
    }
  }

  std::string_view content_type() const override { return "application/json"; }
  std::string_view head() const override { return "{\"refpages\":["; }
  std::string_view tail() const override { return "]}"; }

  void AppendRow(const Statement& row, bool first,
                 std::string& out) const override {
    out += first ? "{" : ",\n{";
    for (size_t i = 0; i < columns_.size(); ++i) {
      out += columns_[i].label;
      AppendCell(row, static_cast<int>(i), columns_[i].type, out);
    }
    out += '}';
  }

  std::string Error(std::string_view text) const override {
    return fmt::format("{{\"error\":{}}}", JsonText(text));
  }

 private:
  struct LabeledColumn {
    std::string label;
    ColumnType type;
  };

  static void AppendCell(const Statement& row, int index, ColumnType type,
                         std::string& out) {
    if (row.column_type(index) == SQLITE_NULL) {
      out += "null";
    } else if (type == ColumnType::kInt64) {
      out += fmt::format_int(row.number(index)).c_str();
    } else if (type == ColumnType::kBool) {
      out += row.number(index) != 0 ? "true" : "false";
    } else {
      out += JsonText(row.text(index));
    }
  }

  std::vector<LabeledColumn> columns_;
};

std::string XmlText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        // XML 1.0 allows no other control characters.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') {
          out += c;
        }
    }
  }
  return out;
}

class XmlFormat final : public RowFormat {
 public:
  explicit XmlFormat(const std::vector<const Column*>& select)
      : select_(select) {}

  std::string_view content_type() const override { return "application/xml"; }
  std::string_view head() const override {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<AhrefsApiResponse><refpages>";
  }
  std::string_view tail() const override {
    return "</refpages></AhrefsApiResponse>";
  }

  void AppendRow(const Statement& row, bool, std::string& out) const override {
    out += "<row>";
    for (size_t i = 0; i < select_.size(); ++i) {
      const int index = static_cast<int>(i);
      if (row.column_type(index) == SQLITE_NULL) continue;
      const bool is_bool = select_[i]->type == ColumnType::kBool;
      out += fmt::format("<{0}>{1}</{0}>", select_[i]->name,
                         is_bool ? (row.number(index) != 0 ? "true" : "false")
                                 : XmlText(row.text(index)));
    }
    out += "</row>\n";
  }

  std::string Error(std::string_view text) const override {
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<AhrefsApiResponse><error>{}</error></AhrefsApiResponse>",
        XmlText(text));
  }

 private:
  std::vector<const Column*> select_;
};

}  // namespace

std::string JsonText(std::string_view text) {
  return boost::json::serialize(
      boost::json::string_view(text.data(), text.size()));
}

std::unique_ptr<RowFormat> MakeRowFormat(
    bool xml, const std::vector<const Column*>& select) {
  if (xml) return std::make_unique<XmlFormat>(select);
  return std::make_unique<JsonFormat>(select);
}

}  // namespace backlinks::embedded
