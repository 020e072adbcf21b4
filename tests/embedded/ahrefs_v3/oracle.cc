#include "tests/embedded/ahrefs_v3/oracle.h"

#include <algorithm>
#include <cctype>
#include <regex>

#include "absl/time/time.h"
#include "boost/json/array.hpp"
#include "tests/support/naive_filter.h"

namespace backlinks::embedded::testing_embedded {
namespace {

namespace json = boost::json;

std::string TextOf(const json::value& value) {
  const json::string& text = value.as_string();
  return {text.data(), text.size()};
}

std::string Lower(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

// Of a whole URL without user and port.
json::value HostOf(const json::value& url) {
  if (url.is_null()) return nullptr;
  const std::string text = TextOf(url);
  const size_t begin = text.find("://") + 3;
  return json::string(Lower(text.substr(begin, text.find('/', begin) - begin)));
}

// The last two labels of the host: no suffix of the stock's hosts has more
// than one.
json::value RootNameOf(const json::value& url) {
  if (url.is_null()) return nullptr;
  std::string host = TextOf(HostOf(url));
  const size_t dot = host.rfind('.', host.rfind('.') - 1);
  return json::string(dot == host.npos ? host : host.substr(dot + 1));
}

json::value Cell(const json::object& row, const std::string& column) {
  const json::value* const cell = row.if_contains(column);
  return cell == nullptr ? json::value() : *cell;
}

json::value LinkTypeOf(const json::object& row) {
  json::value type = Cell(row, "link_type");
  if (type != "href") return type;
  const json::value alt = Cell(row, "alt");
  return alt.is_null() || alt == "" ? "text" : "image";
}

json::value ValueOf(const json::object& row, const V3FieldFacts& field) {
  json::value cell = Cell(row, field.column);
  if (field.name.starts_with("name_")) return HostOf(cell);
  if (field.name.starts_with("root_name_")) return RootNameOf(cell);
  if (field.name == "link_type") return LinkTypeOf(row);
  if (field.kind == V3Kind::kTextList) {
    return cell.is_null() ? json::array() : json::array{cell};
  }
  if (cell.is_null()) return cell;
  if (field.kind == V3Kind::kRating) return cell.to_number<double>();
  if (field.name == "discovered_status") {
    return cell.as_bool() ? "pagefound" : "linkfound";
  }
  return cell;
}

bool IsDate(const std::string& field) {
  return field == "first_seen_link" || field == "last_visited" ||
         field == "first_seen";
}

absl::Time TimeOf(std::string text) {
  if (text.size() == 10) text += "T00:00:00Z";
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)
             ? time
             : absl::InfinitePast();
}

template <typename Value>
bool Ordered(const std::string& op, const Value& a, const Value& b) {
  if (op == "eq") return a == b;
  if (op == "gt") return b < a;
  if (op == "gte") return !(a < b);
  if (op == "lt") return a < b;
  return op == "lte" && !(b < a);
}

bool OfText(const std::string& op, const std::string& a, const std::string& b) {
  if (op == "substring") return a.find(b) != a.npos;
  if (op == "phrase_match") return !b.empty() && testing_support::HasWord(a, b);
  if (op == "prefix") return a.starts_with(b);
  if (op == "suffix") return a.ends_with(b);
  if (op == "regex") return std::regex_search(a, std::regex(b));
  if (op[0] == 'i') return OfText(op.substr(1), Lower(a), Lower(b));
  return Ordered(op, a, b);
}

bool Passes(const std::string& field, const json::value& value,
            const json::value& comparison) {
  const bool is_empty_list = value.is_array() && value.as_array().empty();
  if (comparison == "is_null") return value.is_null();
  if (comparison == "empty") {
    return value.is_null() || value == "" || is_empty_list;
  }
  const std::string op = TextOf(comparison.at(0));
  const json::value& other = comparison.at(1);
  if (op == "neq") return !Passes(field, value, json::array{"eq", other});
  if (value.is_null()) return false;
  if (value.is_bool()) return Ordered(op, value.as_bool(), other.as_bool());
  if (value.is_number()) {
    return Ordered(op, value.to_number<double>(), other.to_number<double>());
  }
  if (!IsDate(field)) return OfText(op, TextOf(value), TextOf(other));
  return Ordered(op, TimeOf(TextOf(value)), TimeOf(TextOf(other)));
}

}  // namespace

json::object V3RowOf(const json::object& row) {
  json::object made;
  for (const V3FieldFacts& field : V3Fields()) {
    made[field.name] = ValueOf(row, field);
  }
  return made;
}

bool HoldsInV3(const json::value& filter, const json::object& row) {
  const json::object& object = filter.as_object();
  const auto holds = [&row](const json::value& f) { return HoldsInV3(f, row); };
  if (const auto* all = object.if_contains("and")) {
    return std::all_of(all->as_array().begin(), all->as_array().end(), holds);
  }
  if (const auto* any = object.if_contains("or")) {
    return std::any_of(any->as_array().begin(), any->as_array().end(), holds);
  }
  if (const auto* no = object.if_contains("not")) return !holds(*no);
  const std::string field = TextOf(object.at("field"));
  const json::value& value = row.at(field);
  if (const auto* is = object.if_contains("is")) {
    return Passes(field, value, *is);
  }
  const auto& list_is = *object.at("list_is").as_object().begin();
  const auto passes = [&](const json::value& element) {
    return Passes(field, element, list_is.value());
  };
  const json::array& list = value.as_array();
  return list_is.key() == "any" ? std::any_of(list.begin(), list.end(), passes)
                                : std::all_of(list.begin(), list.end(), passes);
}

}  // namespace backlinks::embedded::testing_embedded
