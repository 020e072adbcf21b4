#include "tests/access/bad_callers_files.h"

#include "fmt/format.h"
#include "tests/access/caller_keys.h"

namespace backlinks::access::testing_access {
namespace {

// One caller with these lines in its mapping, of which the first is line 5.
std::string Caller(const std::string& lines) {
  return fmt::format(
      "# A comment.\n"
      "callers:\n"
      "  - name: seo\n"
      "    keys: [\"{}\"]\n"
      "{}",
      HashOf(1), lines);
}

std::string Named(const std::string& name) {
  return fmt::format("callers:\n  - name: {}\n    keys: [\"{}\"]\n", name,
                     HashOf(1));
}

std::string Keys(const std::string& keys) {
  return fmt::format("callers:\n  - name: seo\n    keys: {}\n", keys);
}

std::string Certificates(const std::string& names) {
  return fmt::format("callers:\n  - name: seo\n    certificates: {}\n", names);
}

const char* const kName =
    "callers[0].name: must be a lower-case letter and up to 62 lower-case "
    "letters, digits, \".\", \"_\" or \"-\"";
const char* const kKey =
    "callers[0].keys[0]: must be sha256: and 64 hexadecimal digits";
const char* const kCertificate =
    "callers[0].certificates[0]: must be spiffe:// and a path, or dns: and a "
    "host name without wildcards";
const char* const kCallerFieldNames =
    "; the fields are name, keys, certificates, limits, budget, "
    "default_max_price, max_cache_age, sees_all";

const char* const kLimitedAnonymous =
    "callers: []\n"
    "anonymous:\n"
    "  limits: {streams: 2}\n"
    "  default_max_price: 1\n";

std::vector<BadCallersFile> BadStructure() {
  return {
      {"", "1: must be a mapping with callers, anonymous"},
      {"# Nothing.\n", "1: must be a mapping with callers, anonymous"},
      {"- callers\n", "1: must be a mapping with callers, anonymous"},
      {"{}", "1: callers: is required"},
      {"anonymous: deny\n", "1: callers: is required"},
      {"callers:\n", "1: callers: must be a list of 0 to 10,000"},
      {"callers: {}\n", "1: callers: must be a list of 0 to 10,000"},
      {"callers: []\nusers: []\n",
       "2: unknown field users; the fields are callers, anonymous"},
      {"callers: []\n\"a b\": 1\n",
       "2: unknown field; the fields are callers, anonymous"},
      {"callers:\n  - seo\n",
       "2: callers[0]: must be a mapping with name, "
       "keys, certificates, limits, budget, default_max_price, max_cache_age, "
       "sees_all"},
      {"callers:\n  - {}\n", "2: callers[0].name: is required"},
      {"callers:\n  - name: seo\n",
       "2: callers[0]: must have keys or certificates"},
      {Caller("    key: abc\n"),
       fmt::format("5: callers[0]: unknown field key{}", kCallerFieldNames)},
      {"callers: []\nanonymous: allow\n",
       "2: anonymous: must be deny or a mapping with limits, budget, "
       "default_max_price, max_cache_age"},
      {"callers: []\nanonymous:\n",
       "2: anonymous: must be deny or a mapping with limits, budget, "
       "default_max_price, max_cache_age"},
      {"callers: []\nanonymous: {name: all}\n",
       "2: anonymous: unknown field name; the fields are limits, budget, "
       "default_max_price, max_cache_age"}};
}

std::vector<BadCallersFile> BadTexts() {
  return {
      {Named("SEO"), std::string("2: ") + kName},
      {Named("1st"), std::string("2: ") + kName},
      {Named("\"\""), std::string("2: ") + kName},
      {Named("[a]"), std::string("2: ") + kName},
      {Named("a b"), std::string("2: ") + kName},
      {Named("null"), std::string("2: ") + kName},
      {Named("12"), std::string("2: ") + kName},
      {Named(std::string(64, 'a')), std::string("2: ") + kName},
      {Named("true"), "2: callers[0].name: true is reserved, choose another"},
      {Named("anonymous"),
       "2: callers[0].name: anonymous is reserved, choose another"},
      {Named("\"other\""),
       "2: callers[0].name: other is reserved, choose another"},
      {Keys("[]"), "3: callers[0].keys: must be a list of 1 to 16"},
      {Keys("sha256:ab"), "3: callers[0].keys: must be a list of 1 to 16"},
      {Keys("[\n      blk_secret]"), std::string("4: ") + kKey},
      {Keys("[\"sha256:12\"]"), std::string("3: ") + kKey},
      {Keys(fmt::format("[\"{}0\"]", HashOf(1))), std::string("3: ") + kKey},
      {Keys(fmt::format("[\"{}\\n\"]", HashOf(1))), std::string("3: ") + kKey},
      {Certificates("[]"),
       "3: callers[0].certificates: must be a list of 1 to 64"},
      {Certificates("[\"dns:*.internal\"]"), std::string("3: ") + kCertificate},
      {Certificates("[\"spiffe://\"]"), std::string("3: ") + kCertificate},
      {Certificates("[\"https://a.example\"]"),
       std::string("3: ") + kCertificate},
      {Certificates("[\"spiffe://a b\"]"), std::string("3: ") + kCertificate}};
}

std::vector<BadCallersFile> BadNumbers() {
  const std::string streams = "callers[0].limits.streams: ";
  const std::string whole =
      "5: " + streams + "must be a whole number between 1 and 1,000,000";
  return {{Caller("    limits:\n      streams: 0\n"),
           "6: " + streams + "must be between 1 and 1,000,000, got 0"},
          {Caller("    limits: {streams: 1000001}\n"),
           "5: " + streams + "must be between 1 and 1,000,000, got 1000001"},
          {Caller("    limits: {streams: -1}\n"),
           "5: " + streams + "must be between 1 and 1,000,000, got -1"},
          {Caller("    limits: {streams: many}\n"), whole},
          {Caller("    limits: {streams: 1.5}\n"), whole},
          {Caller("    limits: {streams: \"20\"}\n"), whole},
          {Caller("    limits: {streams: 010}\n"), whole, false},
          {Caller("    limits: {streams: 1e3}\n"), whole},
          {Caller("    limits: {streams: 9999999999999999999}\n"), whole},
          {Caller("    limits: {streams: }\n"), whole},
          {Caller("    limits: {calls_per_minute: 0}\n"),
           "5: callers[0].limits.calls_per_minute: must be between 1 and "
           "1,000,000, got 0"},
          {Caller("    limits: {calls: 5}\n"),
           "5: callers[0].limits: unknown field calls; the fields are streams, "
           "calls_per_minute"},
          {Caller("    limits: 5\n"),
           "5: callers[0].limits: must be a mapping with streams, "
           "calls_per_minute"},
          {Caller("    default_max_price: 0\n"),
           "5: callers[0].default_max_price: must be between 1 and "
           "1,000,000,000,000, got 0"},
          {Caller("    budget: {day: -1}\n"),
           "5: callers[0].budget.day: must be between 0 and "
           "1,000,000,000,000, got -1"},
          {Caller("    budget: {year: 1}\n"),
           "5: callers[0].budget: unknown field year; the fields are day, "
           "month"},
          {Caller("    budget: 100\n"),
           "5: callers[0].budget: must be a mapping with day, month"}};
}

std::vector<BadCallersFile> BadDurations() {
  std::vector<BadCallersFile> files;
  for (const std::string value : {"24", "-1h", "1d", "24 h", "1.5h", "\"\""}) {
    files.push_back({Caller("    max_cache_age: " + value + "\n"),
                     "5: callers[0].max_cache_age: must be a duration, such as "
                     "90s, 15m or 24h"});
  }
  return files;
}

std::vector<BadCallersFile> BadSwitches() {
  std::vector<BadCallersFile> files;
  for (const std::string value : {"yes", "1", "\"true\"", "True", "", "[]"}) {
    files.push_back({Caller("    sees_all: " + value + "\n"),
                     "5: callers[0].sees_all: must be true or false"});
  }
  return files;
}

std::vector<BadCallersFile> Duplicates() {
  const std::string second = "  - name: ads\n    ";
  return {
      {Caller("  - name: seo\n    keys: [\"" + HashOf(2) + "\"]\n"),
       "5: callers[1].name: is the same as callers[0].name", false},
      {Caller(second + "keys:\n      - \"" + HashOf(2) + "\"\n      - \"" +
              HashOf(1) + "\"\n"),
       "8: callers[1].keys[1]: is the same as callers[0].keys[0]", false},
      {Keys("[\"" + HashOf(1) + "\", \"" + HashOf(1) + "\"]"),
       "3: callers[0].keys[1]: is the same as callers[0].keys[0]"},
      {Certificates("[\"dns:a.b\", \"dns:A.B\"]"),
       "3: callers[0].certificates[1]: is the same as "
       "callers[0].certificates[0]",
       false},
      {Certificates("[\"dns:a.b\"]") + second + "certificates: [\"dns:a.b\"]\n",
       "5: callers[1].certificates[0]: is the same as "
       "callers[0].certificates[0]",
       false}};
}

std::vector<BadCallersFile> BadYaml() {
  return {
      {"callers: []\ncallers: []\n",
       "2: a member with this name is already there", false},
      {"callers: &all []\n", "1: anchors are not allowed", false},
      {"callers: []\nanonymous: *secret\n", "2: aliases are not allowed",
       false},
      {"callers: !!seq []\n", "1: tags are not allowed", false},
      {"callers: []\n---\ncallers: []\n", "2: must have only one document",
       false},
      {"[a]: b\n", "1: the name of a member must be a text", false},
      {"? {a: b}\n: c\n", "1: the name of a member must be a text", false},
      {"callers: [[[[[[[[[]]]]]]]]]\n", "1: must not have more than 8 levels",
       false},
      {std::string("callers: []\n\0", 13), "2: must not contain the byte 0x00",
       false},
      {"callers: []\n\x04\nusers: []\n", "2: must not contain the byte 0x04",
       false},
      {"callers: []\n\"\\\xc3\": 1\n", "2: unknown escape character", false},
      {"callers: [\n", "2: end of sequence flow not found", false},
      {"callers: []\n - a\n", "2: end of map not found", false},
      {std::string((1 << 20) + 1, ' '), "1: must not be larger than 1 MiB",
       false}};
}

}  // namespace

std::vector<BadCallersFile> BadCallersFiles() {
  std::vector<BadCallersFile> all;
  for (auto* part : {BadStructure, BadTexts, BadNumbers, BadSwitches,
                     BadDurations, Duplicates, BadYaml}) {
    for (BadCallersFile& file : part()) all.push_back(std::move(file));
  }
  return all;
}

std::vector<std::string> GoodCallersFiles() {
  return {"callers: []\n",
          "{\"callers\": [], \"anonymous\": \"deny\"}",
          "---\ncallers: []\nanonymous: deny\n...\n",
          "callers: []\nanonymous: {}\n",
          kLimitedAnonymous,
          Caller(""),
          Caller("    limits: {}\n"),
          Caller("    limits: {streams: 1000000, calls_per_minute: 1}\n"
                 "    default_max_price: 1000000000000\n"),
          Caller("    max_cache_age: 1h30m\n"),
          Caller("    budget: {day: 0, month: 1000000000000}\n"
                 "    sees_all: false\n"),
          Caller("    budget: {}\n"),
          Named("'seo'"),
          Named(std::string(63, 'a')),
          Certificates("[\"spiffe://prod/ns/seo/sa/dashboard\", dns:A.b]")};
}

}  // namespace backlinks::access::testing_access
