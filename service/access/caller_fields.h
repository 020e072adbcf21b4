// The fields of the callers' file: what the parser checks, and what the JSON
// schema in docs/callers.schema.json is made of.
#ifndef BACKLINKS_SERVICE_ACCESS_CALLER_FIELDS_H_
#define BACKLINKS_SERVICE_ACCESS_CALLER_FIELDS_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace backlinks::access {

enum class FieldKind {
  kText,
  kNumber,  // A whole number in decimal.
  kSwitch,  // true or false.
  kTexts,   // A list of texts.
  kObject,
  kObjects,  // A list of objects.
};

struct FieldSpec {
  std::string_view name;
  FieldKind kind;
  std::string_view description;
  // The value of a number, or the number of items of a list.
  int64_t min = 0;
  int64_t max = 0;
  // What a text matches as a whole (RE2, and the same for ECMA-262), in words
  // after "must be", and words that it must not be.
  std::string_view pattern = {};
  std::string_view form = {};
  std::span<const std::string_view> reserved = {};
  std::span<const FieldSpec> fields = {};  // Of an object.
  std::string_view instead = {};           // A word that may replace an object.
  bool is_required = false;
  // Names of fields of an object, of which it must have one.
  std::span<const std::string_view> one_of = {};
};

// Words that are no texts in YAML, and those that metrics use for callers
// without a name.
inline constexpr std::array<std::string_view, 9> kReservedNames = {
    "anonymous", "other", "null", "true", "false", "yes", "no", "on", "off"};

inline constexpr std::array<std::string_view, 2> kCredentialFields = {
    "keys", "certificates"};

inline constexpr std::array kLimitFields = {
    FieldSpec{.name = "streams",
              .kind = FieldKind::kNumber,
              .description = "Maximum number of concurrent calls.",
              .min = 1,
              .max = 1'000'000},
    FieldSpec{.name = "calls_per_minute",
              .kind = FieldKind::kNumber,
              .description = "Maximum rate of calls. As many may begin at once "
                             "after a minute without calls.",
              .min = 1,
              .max = 1'000'000}};

inline constexpr FieldSpec kLimits = {
    .name = "limits",
    .kind = FieldKind::kObject,
    .description = "What the caller may use. An absent limit is none.",
    .fields = kLimitFields};

inline constexpr FieldSpec kDefaultMaxPrice = {
    .name = "default_max_price",
    .kind = FieldKind::kNumber,
    .description =
        "max_price of calls that set none, in the upstream's unit. "
        "Replaces --default_max_price.",
    .min = 1,
    .max = 1'000'000'000'000};

inline constexpr int64_t kMaxBudget = 1'000'000'000'000;

inline constexpr std::array kBudgetFields = {
    FieldSpec{.name = "day",
              .kind = FieldKind::kNumber,
              .description = "Maximum price of a day (UTC).",
              .min = 0,
              .max = kMaxBudget},
    FieldSpec{.name = "month",
              .kind = FieldKind::kNumber,
              .description = "Maximum price of a month (UTC).",
              .min = 0,
              .max = kMaxBudget}};

inline constexpr FieldSpec kBudget = {
    .name = "budget",
    .kind = FieldKind::kObject,
    .description =
        "What the caller may spend, in the upstream's unit, on all "
        "servers that share their state. An absent budget is none.",
    .fields = kBudgetFields};

inline constexpr FieldSpec kSeesAll = {
    .name = "sees_all",
    .kind = FieldKind::kSwitch,
    .description =
        "Whether GetUsage shows the caller what all callers have "
        "spent. Default: false."};

inline constexpr FieldSpec kMaxCacheAge = {
    .name = "max_cache_age",
    .kind = FieldKind::kText,
    .description =
        "Maximum age of pages from the server's cache. 0s: only "
        "rows that the upstream sends now. Default: --cache_ttl, "
        "which is never exceeded.",
    .pattern = "([0-9]{1,6}(ms|s|m|h))+",
    .form = "a duration, such as 90s, 15m or 24h"};

inline constexpr std::array kAnonymousFields = {kLimits, kBudget,
                                                kDefaultMaxPrice, kMaxCacheAge};

inline constexpr std::array kCallerFields = {
    FieldSpec{.name = "name",
              .kind = FieldKind::kText,
              .description = "The name in logs, spans and metrics.",
              .pattern = "[a-z][a-z0-9._-]{0,62}",
              .form = "a lower-case letter and up to 62 lower-case letters, "
                      "digits, \".\", \"_\" or \"-\"",
              .reserved = kReservedNames,
              .is_required = true},
    FieldSpec{.name = "keys",
              .kind = FieldKind::kTexts,
              .description = "SHA-256 of the caller's API keys, as `backlinks "
                             "keys new` prints them.",
              .min = 1,
              .max = 16,
              .pattern = "sha256:[0-9a-fA-F]{64}",
              .form = "sha256: and 64 hexadecimal digits"},
    FieldSpec{.name = "certificates",
              .kind = FieldKind::kTexts,
              .description = "Names in the caller's client certificates: URIs "
                             "of SPIFFE, and host names after \"dns:\".",
              .min = 1,
              .max = 64,
              .pattern = "spiffe://[!-~]{1,1000}|"
                         "dns:[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}",
              .form = "spiffe:// and a path, or dns: and a host name without "
                      "wildcards"},
    kLimits,
    kBudget,
    kDefaultMaxPrice,
    kMaxCacheAge,
    kSeesAll};

inline constexpr std::array kFileFields = {
    FieldSpec{.name = "callers",
              .kind = FieldKind::kObjects,
              .description = "The callers that the server knows.",
              .min = 0,
              .max = 10'000,
              .fields = kCallerFields,
              .is_required = true,
              .one_of = kCredentialFields},
    FieldSpec{.name = "anonymous",
              .kind = FieldKind::kObject,
              .description = "What calls without credentials may use, all "
                             "together. Default: deny.",
              .fields = kAnonymousFields,
              .instead = "deny"}};

inline constexpr FieldSpec kCallersFile = {
    .name = "",
    .kind = FieldKind::kObject,
    .description = "The callers' file of backlinks-server, --callers_file.",
    .fields = kFileFields};

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_CALLER_FIELDS_H_
