#include "service/embedded/ahrefs_v2/condition.h"

#include <array>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/embedded/ahrefs_v2/date.h"
#include "service/embedded/literal.h"

namespace backlinks::embedded::ahrefs_v2 {
namespace {

// Longer operators are before their prefixes.
constexpr std::array<std::string_view, 6> kOperators = {
    "<>", "<=", ">=", "=", "<", ">"};
constexpr std::array<std::string_view, 3> kFunctions = {"substring", "word",
                                                        "subdomain"};

// The characters that a backslash escapes. Before any other character a
// backslash may be literal, or an escape of another language: neither is
// assumed.
constexpr std::string_view kEscaped = "\\\"'0";

class ConditionParser {
 public:
  ConditionParser(std::string_view clause, std::string_view text)
      : clause_(clause), text_(text) {}

  absl::StatusOr<SqlCondition> Parse() {
    SkipBlanks();
    while (at_ < text_.size()) {
      if (absl::Status status = Condition(); !status.ok()) return status;
      if (at_ < text_.size() && !Take(",")) return Syntax();
    }
    return std::move(out_);
  }

 private:
  absl::Status Condition() {
    const std::string name = Name();
    for (const std::string_view function : kFunctions) {
      if (name == function && Take("(")) return Function(function);
    }
    const Column* column = nullptr;
    if (absl::Status status = Find(name, column); !status.ok()) return status;
    for (const std::string_view op : kOperators) {
      if (Take(op)) return Comparison(*column, op);
    }
    return Syntax();
  }

  absl::Status Function(std::string_view function) {
    const Column* column = nullptr;
    if (absl::Status status = Find(Name(), column); !status.ok()) {
      return status;
    }
    if (!Take(",")) return Syntax();
    const auto value = Literal();
    if (!value || !Take(")")) return Syntax();
    Add({fmt::format("v2_{}(\"{}\", ?)", function, column->name), {*value}});
    return absl::OkStatus();
  }

  absl::Status Comparison(const Column& column, std::string_view op) {
    const auto literal = Literal();
    if (!literal) return Syntax();
    std::optional<SqlCondition> condition = Compare(column, op, *literal);
    if (!condition) {
      return absl::InvalidArgumentError(
          fmt::format("{}: bad value for column '{}'", clause_, column.name));
    }
    Add(*std::move(condition));
    return absl::OkStatus();
  }

  static std::optional<SqlCondition> Compare(const Column& column,
                                             std::string_view op,
                                             const std::string& literal) {
    if (column.type == ColumnType::kTimestamp) {
      return CompareV2Date(column.name, op, literal);
    }
    const auto value = Convert(literal, column.type);
    if (!value) return std::nullopt;
    const std::string_view sql_op = op == "<>" ? "IS NOT" : op;
    return SqlCondition{fmt::format("\"{}\" {} ?", column.name, sql_op),
                        {*value}};
  }

  static std::optional<SqlValue> Convert(const std::string& text,
                                         ColumnType type) {
    switch (type) {
      case ColumnType::kInt64:
        return Number(text);
      case ColumnType::kBool:
        if (const auto value = ParseBool(text))
          return SqlValue(int64_t{*value});
        return std::nullopt;
      case ColumnType::kTimestamp:
      case ColumnType::kString:
      case ColumnType::kLinkType:
        break;
    }
    return SqlValue(text);
  }

  static std::optional<SqlValue> Number(const std::string& literal) {
    const std::string text = RestorePlus(literal);
    const char* const end = text.data() + text.size();
    int64_t number = 0;
    const auto as_int = std::from_chars(text.data(), end, number);
    if (as_int.ec == std::errc() && as_int.ptr == end) return SqlValue(number);
    double real = 0;
    const auto as_real = std::from_chars(text.data(), end, real);
    if (as_real.ec == std::errc() && as_real.ptr == end) return SqlValue(real);
    return std::nullopt;
  }

  absl::Status Find(const std::string& name, const Column*& column) const {
    column = FindColumn(name);
    const bool allowed =
        column != nullptr &&
        (clause_ == "where" ? column->in_where : column->in_having);
    if (allowed) return absl::OkStatus();
    return absl::InvalidArgumentError(
        fmt::format("{}: column '{}' not found", clause_, name));
  }

  void Add(SqlCondition condition) {
    if (!out_.sql.empty()) out_.sql += " AND ";
    out_.sql += condition.sql;
    std::move(condition.values.begin(), condition.values.end(),
              std::back_inserter(out_.values));
  }

  std::string Name() {
    SkipBlanks();
    const size_t begin = at_;
    while (at_ < text_.size() &&
           (absl::ascii_isalnum(text_[at_]) || text_[at_] == '_')) {
      ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool Take(std::string_view token) {
    SkipBlanks();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    SkipBlanks();
    return true;
  }

  std::optional<std::string> Literal() {
    SkipBlanks();
    if (at_ == text_.size()) return std::nullopt;
    const char quote = text_[at_];
    if (quote == '"' || quote == '\'') return QuotedLiteral(quote);
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != ')') ++at_;
    std::string_view bare = text_.substr(begin, at_ - begin);
    while (!bare.empty() && bare.back() == ' ') bare.remove_suffix(1);
    if (bare.empty()) return std::nullopt;
    return std::string(bare);
  }

  std::optional<std::string> QuotedLiteral(char quote) {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == quote) {
        ++at_;
        SkipBlanks();
        return value;
      }
      if (c == '\\' && at_ + 1 < text_.size()) {
        c = text_[at_ + 1];
        if (kEscaped.find(c) == kEscaped.npos) return std::nullopt;
        ++at_;
        if (c == '0') c = '\0';
      }
      value += c;
    }
    return std::nullopt;
  }

  void SkipBlanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  absl::Status Syntax() const {
    return absl::InvalidArgumentError(
        fmt::format("{}: syntax error at {}", clause_, at_));
  }

  std::string_view clause_;
  std::string_view text_;
  size_t at_ = 0;
  SqlCondition out_;
};

}  // namespace

absl::StatusOr<SqlCondition> ParseV2Condition(std::string_view clause,
                                              std::string_view text) {
  return ConditionParser(clause, text).Parse();
}

}  // namespace backlinks::embedded::ahrefs_v2
