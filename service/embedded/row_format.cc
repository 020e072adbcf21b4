#include "service/embedded/row_format.h"

#include <array>
#include <charconv>
#include <limits>

#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

// The character after the backslash of an escape.
constexpr char kNone = '\0';        // The character needs no escape.
constexpr char kHexadecimal = 'u';  // \u and the code point.

constexpr std::array<char, 256> MakeEscapes() {
  std::array<char, 256> escapes = {};
  for (size_t c = 0; c < ' '; ++c) escapes[c] = kHexadecimal;
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}
constexpr std::array<char, 256> kEscapes = MakeEscapes();

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
      AppendNumber(row.number(index), out);
    } else if (type == ColumnType::kBool) {
      out += row.number(index) != 0 ? "true" : "false";
    } else {
      AppendJsonText(row.text(index), out);
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

void AppendJsonText(std::string_view text, std::string& out) {
  out += '"';
  size_t begin = 0;  // The characters since then are copied as they are.
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const char escape = kEscapes[c];
    if (escape == kNone) continue;
    out.append(text, begin, i - begin);
    begin = i + 1;
    if (escape == kHexadecimal) {
      out += fmt::format("\\u{:04x}", c);
    } else {
      out += {'\\', escape};
    }
  }
  out.append(text, begin);
  out += '"';
}

std::string JsonText(std::string_view text) {
  std::string out;
  AppendJsonText(text, out);
  return out;
}

void AppendNumber(int64_t number, std::string& out) {
  std::array<char, std::numeric_limits<int64_t>::digits10 + 2> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

std::unique_ptr<RowFormat> MakeRowFormat(
    bool xml, const std::vector<const Column*>& select) {
  if (xml) return std::make_unique<XmlFormat>(select);
  return std::make_unique<JsonFormat>(select);
}

}  // namespace backlinks::embedded
