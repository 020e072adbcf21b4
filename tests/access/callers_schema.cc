#include "tests/access/callers_schema.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <regex>
#include <string>

#include "absl/strings/numbers.h"
#include "service/access/caller_fields.h"

namespace backlinks::access::testing_access {
namespace {

namespace json = boost::json;

json::value SchemaOf(const FieldSpec& spec);

json::object TextSchema(const FieldSpec& spec) {
  json::object schema = {
      {"type", "string"},
      {"pattern", "^(?:" + std::string(spec.pattern) + ")$"}};
  if (!spec.reserved.empty()) {
    json::array words;
    for (const std::string_view word : spec.reserved) {
      words.push_back(json::value(std::string(word)));
    }
    schema["not"] = json::object{{"enum", words}};
  }
  return schema;
}

json::object ObjectSchema(const FieldSpec& spec) {
  json::object properties;
  json::array required;
  for (const FieldSpec& field : spec.fields) {
    properties[std::string(field.name)] = SchemaOf(field);
    if (field.is_required) required.push_back(std::string(field.name).c_str());
  }
  json::object schema = {{"type", "object"},
                         {"properties", properties},
                         {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = required;
  json::array one_of;
  for (const std::string_view name : spec.one_of) {
    one_of.push_back(
        json::object{{"required", json::array{std::string(name).c_str()}}});
  }
  if (!one_of.empty()) schema["anyOf"] = one_of;
  return schema;
}

json::object ListSchema(const FieldSpec& spec) {
  const bool is_text = spec.kind == FieldKind::kTexts;
  json::object schema = {
      {"type", "array"},
      {"items", is_text ? TextSchema(spec) : ObjectSchema(spec)},
      {"minItems", spec.min},
      {"maxItems", spec.max}};
  if (is_text) schema["uniqueItems"] = true;
  return schema;
}

json::object SchemaWithoutDescription(const FieldSpec& spec) {
  switch (spec.kind) {
    case FieldKind::kText:
      return TextSchema(spec);
    case FieldKind::kNumber:
      return {
          {"type", "integer"}, {"minimum", spec.min}, {"maximum", spec.max}};
    case FieldKind::kSwitch:
      return {{"type", "boolean"}};
    case FieldKind::kTexts:
    case FieldKind::kObjects:
      return ListSchema(spec);
    case FieldKind::kObject:
      break;
  }
  if (spec.instead.empty()) return ObjectSchema(spec);
  return {
      {"anyOf", json::array{json::object{{"const", std::string(spec.instead)}},
                            ObjectSchema(spec)}}};
}

json::value SchemaOf(const FieldSpec& spec) {
  json::object schema = SchemaWithoutDescription(spec);
  schema["description"] = std::string(spec.description);
  return schema;
}

bool HasType(std::string_view type, const json::value& value) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  return type == "integer" && value.is_int64();
}

bool AllUnique(const json::array& items) {
  for (auto item = items.begin(); item != items.end(); ++item) {
    if (std::find(item + 1, items.end(), *item) != items.end()) return false;
  }
  return true;
}

bool KnowsAll(const json::object& properties, const json::object& value) {
  return std::all_of(value.begin(), value.end(), [&](const auto& member) {
    return properties.contains(member.key());
  });
}

bool AcceptsMembers(const json::object& properties,
                    const json::object& members) {
  for (const auto& [name, schema] : properties) {
    const json::value* const member = members.if_contains(name);
    if (member != nullptr && !Accepts(schema, *member)) return false;
  }
  return true;
}

// A keyword about arrays. Empty if it is another keyword.
std::optional<bool> AcceptsArrayKeyword(std::string_view keyword,
                                        const json::value& rule,
                                        const json::array& items) {
  const auto count = static_cast<int64_t>(items.size());
  if (keyword == "items") {
    return std::all_of(items.begin(), items.end(),
                       [&](const auto& item) { return Accepts(rule, item); });
  }
  if (keyword == "minItems") return count >= rule.as_int64();
  if (keyword == "maxItems") return count <= rule.as_int64();
  if (keyword == "uniqueItems") return AllUnique(items);
  return std::nullopt;
}

// A keyword about objects. Empty if it is another keyword.
std::optional<bool> AcceptsObjectKeyword(const json::object& schema,
                                         std::string_view keyword,
                                         const json::value& rule,
                                         const json::object& members) {
  if (keyword == "properties") {
    return AcceptsMembers(rule.as_object(), members);
  }
  if (keyword == "additionalProperties") {
    return KnowsAll(schema.at("properties").as_object(), members);
  }
  if (keyword == "required") {
    const json::array& names = rule.as_array();
    return std::all_of(names.begin(), names.end(), [&](const auto& name) {
      return members.contains(name.as_string());
    });
  }
  return std::nullopt;
}

// A keyword about numbers and strings. Empty if it is another keyword.
std::optional<bool> AcceptsScalarKeyword(std::string_view keyword,
                                         const json::value& rule,
                                         const json::value& value) {
  if (value.is_int64() && keyword == "minimum") {
    return value.as_int64() >= rule.as_int64();
  }
  if (value.is_int64() && keyword == "maximum") {
    return value.as_int64() <= rule.as_int64();
  }
  if (value.is_string() && keyword == "pattern") {
    return std::regex_search(value.as_string().c_str(),
                             std::regex(rule.as_string().c_str()));
  }
  return std::nullopt;
}

// A keyword about values of every type. Empty if it is another keyword.
std::optional<bool> AcceptsAnyKeyword(std::string_view keyword,
                                      const json::value& rule,
                                      const json::value& value) {
  if (keyword == "type") return HasType(rule.as_string().c_str(), value);
  if (keyword == "const") return rule == value;
  if (keyword == "not") return !Accepts(rule, value);
  if (keyword != "enum" && keyword != "anyOf") return std::nullopt;
  const json::array& all = rule.as_array();
  return std::any_of(all.begin(), all.end(), [&](const json::value& one) {
    return keyword == "enum" ? one == value : Accepts(one, value);
  });
}

// Keywords about values of other types accept the value.
bool IsOtherKeyword(std::string_view keyword) {
  constexpr std::array kOthers = {"minimum",
                                  "maximum",
                                  "pattern",
                                  "properties",
                                  "required",
                                  "items",
                                  "minItems",
                                  "maxItems",
                                  "uniqueItems",
                                  "$schema",
                                  "title",
                                  "description",
                                  "additionalProperties"};
  return std::find(kOthers.begin(), kOthers.end(), keyword) != kOthers.end();
}

bool AcceptsKeyword(const json::object& schema, std::string_view keyword,
                    const json::value& rule, const json::value& value) {
  std::optional<bool> accepts = AcceptsAnyKeyword(keyword, rule, value);
  if (!accepts) accepts = AcceptsScalarKeyword(keyword, rule, value);
  if (!accepts && value.is_array()) {
    accepts = AcceptsArrayKeyword(keyword, rule, value.as_array());
  }
  if (!accepts && value.is_object()) {
    accepts = AcceptsObjectKeyword(schema, keyword, rule, value.as_object());
  }
  if (accepts) return *accepts;
  if (IsOtherKeyword(keyword)) return true;
  std::cerr << "unknown keyword " << keyword << "\n";
  std::abort();
}

json::value ScalarToJson(const YamlNode& node) {
  int64_t number = 0;
  double real = 0;
  if (!node.is_plain) return json::value(node.text);
  if (node.text == "true" || node.text == "false") return node.text == "true";
  if (absl::SimpleAtoi(node.text, &number)) return number;
  if (absl::SimpleAtod(node.text, &real)) return real;
  return json::value(node.text);
}

}  // namespace

json::value CallersSchema() {
  json::value schema = SchemaOf(kCallersFile);
  schema.as_object()["$schema"] =
      "https://json-schema.org/draft/2020-12/schema";
  schema.as_object()["title"] = "Callers of backlinks-server";
  return schema;
}

bool Accepts(const json::value& schema, const json::value& value) {
  const json::object& rules = schema.as_object();
  return std::all_of(rules.begin(), rules.end(), [&](const auto& rule) {
    const std::string keyword(rule.key());
    return AcceptsKeyword(rules, keyword, rule.value(), value);
  });
}

json::value ToJson(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return nullptr;
    case YamlNode::Kind::kScalar:
      return ScalarToJson(node);
    case YamlNode::Kind::kList: {
      json::array items;
      for (const YamlNode& item : node.items) items.push_back(ToJson(item));
      return items;
    }
    case YamlNode::Kind::kMapping:
      break;
  }
  json::object members;
  for (const YamlMember& member : node.members) {
    members[member.name] = ToJson(member.value);
  }
  return members;
}

}  // namespace backlinks::access::testing_access
