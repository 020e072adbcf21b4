#include "service/common/parse/filter_text.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/common/parse/filter_token.h"
#include "service/common/parse/parse_hints.h"
#include "service/common/parse/predicate_builder.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

using Kind = FilterToken::Kind;

constexpr int kMaxDepth = 64;
constexpr std::array<std::string_view, 8> kOperators = {"=",  "!=", "<>", "<",
                                                        "<=", ">",  ">=", ":"};

// Every method returns false after an error, which is recorded once.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) { Advance(); }

  bool Parse(v1::Filter& out) {
    return And(out, 1) &&
           (token_.kind == Kind::kEnd || Fail("expected AND, OR or the end"));
  }

  size_t position() const { return position_; }
  const std::string& message() const { return message_; }

 private:
  void Advance() { token_ = NextFilterToken(text_, at_); }
  void AdvanceTo(TokenPlace place) {
    token_ = NextFilterToken(text_, at_, place);
  }

  bool Fail(const std::string& expected) { return FailAt(token_, expected); }

  bool FailAt(const FilterToken& token, const std::string& expected) {
    position_ = token.position;
    message_ = token.kind == Kind::kBad ? token.text : expected;
    return false;
  }

  bool TakeWord(std::string_view word) {
    if (token_.kind != Kind::kWord || token_.text != word) return false;
    Advance();
    return true;
  }

  bool TakeSymbol(std::string_view symbol) {
    if (!token_.Is(symbol)) return false;
    Advance();
    return true;
  }

  // A comma at the very end is ignored, as in API v2.
  bool TakeComma(int depth) {
    const bool goes_on = TakeSymbol(",");
    return goes_on && !(depth == 1 && token_.kind == Kind::kEnd);
  }

  bool And(v1::Filter& out, int depth) {
    if (depth > kMaxDepth) return Fail("expected fewer levels");
    std::vector<v1::Filter> factors;
    do {
      if (!Or(factors.emplace_back(), depth)) return false;
    } while (TakeWord("AND") || TakeComma(depth));
    Group(std::move(factors), &v1::Filter::mutable_and_group, out);
    return true;
  }

  bool Or(v1::Filter& out, int depth) {
    std::vector<v1::Filter> terms;
    do {
      if (!Term(terms.emplace_back(), depth)) return false;
    } while (TakeWord("OR"));
    Group(std::move(terms), &v1::Filter::mutable_or_group, out);
    return true;
  }

  // A group of one member is replaced by the member.
  static void Group(std::vector<v1::Filter> members,
                    v1::FilterGroup* (v1::Filter::*group)(), v1::Filter& out) {
    if (members.size() == 1) {
      out = std::move(members[0]);
      return;
    }
    for (v1::Filter& member : members) {
      *(out.*group)()->add_filters() = std::move(member);
    }
  }

  bool Term(v1::Filter& out, int depth) {
    if (depth > kMaxDepth) return Fail("expected fewer levels");
    if (TakeWord("NOT") || TakeSymbol("-")) {
      return Term(*out.mutable_not_expression(), depth + 1);
    }
    if (!TakeSymbol("(")) return Simple(out);
    return And(out, depth + 1) && (TakeSymbol(")") || Fail("expected )"));
  }

  bool Simple(v1::Filter& out) {
    if (token_.kind != Kind::kWord) return Fail(ColumnHint(token_));
    if (token_.text == "TRUE" || token_.text == "FALSE") {
      BuildConstant(token_.text == "TRUE", out);
      Advance();
      return true;
    }
    const FilterToken name = token_;
    Advance();
    if (IsFilterFunction(name.text) && TakeSymbol("(")) {
      return Function(name.text, out);
    }
    const Column* column = FindColumn(name.text);
    if (column == nullptr) return FailAt(name, ColumnHint(name));
    return Comparison(*column, out);
  }

  bool Comparison(const Column& column, v1::Filter& out) {
    for (const std::string_view op : kOperators) {
      if (token_.Is(op)) return Value(column, op, out);
    }
    if (column.type == ColumnType::kBool) {
      BuildComparison(column, "=", "true", out);
      return true;
    }
    return Fail("expected an operator");
  }

  bool Value(const Column& column, std::string_view op, v1::Filter& out) {
    const FilterToken sign = token_;
    const bool is_text = column.type == ColumnType::kString && op != ":";
    AdvanceTo(is_text ? TokenPlace::kText : TokenPlace::kValue);
    if (op == ":" && TakeWord("*")) {
      BuildPresence(column, out);
      return true;
    }
    const FilterToken value = token_;
    if (!IsValue(value))
      return Fail(fmt::format("expected a value after {}", op));
    Advance();
    const Expected expected = BuildComparison(column, op, value.text, out);
    if (!expected.empty()) {
      const bool blames_sign = expected.find(" on ") != expected.npos;
      return FailAt(blames_sign ? sign : value, expected);
    }
    return NoWildcard(column, value);
  }

  static bool IsValue(const FilterToken& token) {
    return token.kind == Kind::kWord || token.kind == Kind::kQuoted;
  }

  bool NoWildcard(const Column& column, const FilterToken& value) {
    return column.type != ColumnType::kString || value.asterisks.empty() ||
           FailAt(value, WildcardHint(column.name, value));
  }

  bool Function(const std::string& name, v1::Filter& out) {
    const FilterToken first = token_;
    const Column* column =
        first.kind == Kind::kWord ? FindColumn(first.text) : nullptr;
    if (column == nullptr) return Fail("expected a column");
    Advance();
    std::vector<FilterToken> tokens;
    bool ignore_case = false;
    if (!Arguments(tokens, ignore_case)) return false;
    std::vector<std::string> values;
    values.reserve(tokens.size());
    for (const FilterToken& token : tokens) {
      if (name == "any_of" && !NoWildcard(*column, token)) return false;
      values.push_back(token.text);
    }
    size_t wrong = values.size();
    const Expected expected =
        BuildFunction(name, *column, values, ignore_case, out, wrong);
    if (!expected.empty()) {
      return FailAt(wrong < tokens.size() ? tokens[wrong] : first, expected);
    }
    Advance();
    return true;
  }

  // Parses the arguments up to the closing bracket.
  bool Arguments(std::vector<FilterToken>& values, bool& ignore_case) {
    while (!ignore_case && token_.Is(",")) {
      AdvanceTo(TokenPlace::kArgument);
      if (!IsValue(token_)) return Fail("expected a value");
      ignore_case = token_.kind == Kind::kWord && token_.text == "ignore_case";
      if (!ignore_case) values.push_back(std::move(token_));
      Advance();
    }
    return token_.Is(")") || Fail("expected , or )");
  }

  std::string_view text_;
  size_t at_ = 0;
  FilterToken token_;
  size_t position_ = 0;
  std::string message_;
};

// `message` is "expected …".
absl::Status ErrorAt(size_t position, const std::string& message) {
  constexpr std::string_view kExpected = "expected ";
  absl::Status status =
      MakeInvalid(Reason::kInvalidQuery,
                  {{"text", fmt::format("at {}: {}", position, message)}});
  status =
      WithMetadata(std::move(status), "position", fmt::to_string(position));
  return WithMetadata(std::move(status), "expected",
                      std::string_view(message).substr(kExpected.size()));
}

}  // namespace

absl::StatusOr<v1::Filter> ParseFilterText(std::string_view text,
                                           size_t* position) {
  size_t ignored = 0;
  if (position == nullptr) position = &ignored;
  if (text.size() > kMaxFilterText) {
    *position = kMaxFilterText + 1;
    return ErrorAt(*position, "expected at most 512 KiB");
  }
  Parser parser(text);
  v1::Filter filter;
  if (parser.Parse(filter)) return filter;
  *position = parser.position();
  return ErrorAt(*position, parser.message());
}

}  // namespace backlinks
