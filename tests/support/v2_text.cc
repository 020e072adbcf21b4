#include "tests/support/v2_text.h"

#include <algorithm>
#include <stdexcept>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/time_util.h"
#include "tests/support/naive_filter.h"

namespace backlinks::testing_support {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Timestamp;

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] != '%') {
      if (byte <= ' ' || byte >= 0x7F || text[i] == '"') return std::nullopt;
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size() || !absl::ascii_isxdigit(text[i + 1]) ||
        !absl::ascii_isxdigit(text[i + 2])) {
      return std::nullopt;
    }
    decoded += static_cast<char>(
        std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
    i += 2;
  }
  return decoded;
}

std::string_view TakeUntil(std::string_view& text, char end) {
  const std::string_view head = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), head.size() + 1));
  return head;
}

// Throws std::invalid_argument where the grammar is broken.
class ConditionParser {
 public:
  explicit ConditionParser(std::string_view text) : text_(text) {}

  std::vector<V2Condition> Parse() {
    std::vector<V2Condition> conditions = {ParseOne()};
    while (!text_.empty()) {
      Expect(",");
      conditions.push_back(ParseOne());
    }
    return conditions;
  }

 private:
  V2Condition ParseOne() {
    V2Condition condition;
    const std::string name = Name();
    if (Try("(")) {
      condition.op = name;
      if (name != "substring" && name != "word" && name != "subdomain") Fail();
      condition.column = Name();
      Expect(",");
      Literal(condition);
      if (!condition.quoted) Fail();
      Expect(")");
      return condition;
    }
    condition.column = name;
    condition.op = Sign();
    Literal(condition);
    return condition;
  }

  std::string Name() {
    size_t size = 0;
    while (size < text_.size() &&
           (absl::ascii_isalnum(text_[size]) || text_[size] == '_')) {
      ++size;
    }
    if (size == 0) Fail();
    std::string name(text_.substr(0, size));
    text_.remove_prefix(size);
    return name;
  }

  std::string Sign() {
    for (const char* sign : {"<>", "<=", ">=", "=", "<", ">"}) {
      if (Try(sign)) return sign;
    }
    Fail();
  }

  void Literal(V2Condition& condition) {
    condition.quoted = Try("\"");
    if (condition.quoted) return Quoted(condition.literal);
    const bool minus = Try("-");
    condition.literal = (minus ? "-" : "") + Name();
  }

  void Quoted(std::string& literal) {
    while (!Try("\"")) {
      if (Try("\\")) {
        const char escaped = Next();
        literal += escaped == '0' ? '\0' : escaped;
      } else {
        literal += Next();
      }
    }
  }

  char Next() {
    if (text_.empty()) Fail();
    const char c = text_.front();
    text_.remove_prefix(1);
    return c;
  }

  bool Try(std::string_view token) {
    if (text_.substr(0, token.size()) != token) return false;
    text_.remove_prefix(token.size());
    return true;
  }

  void Expect(std::string_view token) {
    if (!Try(token)) Fail();
  }

  [[noreturn]] static void Fail() { throw std::invalid_argument("v2 grammar"); }

  std::string_view text_;
};

// -1, 0 or 1.
template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

bool Compare(const std::string& sign, int order) {
  if (sign == "=") return order == 0;
  if (sign == "<>") return order != 0;
  if (sign == "<") return order < 0;
  if (sign == "<=") return order <= 0;
  if (sign == ">") return order > 0;
  return order >= 0;
}

// By days, which are written so that they sort by time.
int CompareTime(const Timestamp& cell, const std::string& day) {
  return Order(
      absl::FormatTime("%E4Y-%m-%d", absl::FromUnixSeconds(cell.seconds()),
                       absl::UTCTimeZone()),
      day);
}

int CompareCell(const v1::Refpage& row, const FieldDescriptor* column,
                const V2Condition& condition) {
  const auto& cells = *row.GetReflection();
  switch (column->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return Order<int64_t>(cells.GetInt64(row, column),
                            std::stoll(condition.literal));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Order<std::string>(cells.GetBool(row, column) ? "true" : "false",
                                condition.literal);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Order<std::string>(
          absl::AsciiStrToLower(cells.GetEnum(row, column)->name().substr(10)),
          condition.literal);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return CompareTime(
          dynamic_cast<const Timestamp&>(cells.GetMessage(row, column)),
          condition.literal);
    default:
      return Order(cells.GetString(row, column), condition.literal);
  }
}

bool HoldsOne(const V2Condition& condition, const v1::Refpage& row) {
  const auto* column =
      v1::Refpage::descriptor()->FindFieldByName(condition.column);
  if (column == nullptr) throw std::invalid_argument(condition.column);
  const auto& cells = *row.GetReflection();
  if (!cells.HasField(row, column)) return condition.op == "<>";
  if (condition.op == "substring") {
    return cells.GetString(row, column).find(condition.literal) !=
           std::string::npos;
  }
  if (condition.op == "word") {
    return HasWord(cells.GetString(row, column), condition.literal);
  }
  if (condition.op == "subdomain") {
    return IsBelow(cells.GetString(row, column), condition.literal);
  }
  return Compare(condition.op, CompareCell(row, column, condition));
}

}  // namespace

std::optional<Parameters> ParseQueryString(std::string_view target) {
  TakeUntil(target, '?');
  Parameters parameters;
  while (!target.empty()) {
    std::string_view pair = TakeUntil(target, '&');
    const auto name = PercentDecode(TakeUntil(pair, '='));
    const auto value = PercentDecode(pair);
    if (!name || !value) return std::nullopt;
    parameters.emplace_back(*name, *value);
  }
  return parameters;
}

std::optional<std::vector<V2Condition>> ParseV2(std::string_view text) {
  if (text.empty()) return std::vector<V2Condition>();
  try {
    return ConditionParser(text).Parse();
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

bool V2Holds(const std::vector<V2Condition>& conditions,
             const v1::Refpage& row) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&row](const V2Condition& condition) {
                       return HoldsOne(condition, row);
                     });
}

}  // namespace backlinks::testing_support
