#include "service/state/redis/server_error.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace backlinks::state::redis {
namespace {

struct Code {
  std::string_view name;
  ServerError error;
};

constexpr std::array kCodes = {
    Code{"NOSCRIPT", ServerError::kNoScript},
    Code{"OOM", ServerError::kOutOfMemory},
    Code{"READONLY", ServerError::kReadOnly},
    Code{"LOADING", ServerError::kLoading},
    Code{"MASTERDOWN", ServerError::kLoading},
    Code{"BUSY", ServerError::kBusy},
    Code{"MISCONF", ServerError::kCannotSave},
    Code{"NOREPLICAS", ServerError::kNoReplicas},
    Code{"MOVED", ServerError::kWrongNode},
    Code{"ASK", ServerError::kWrongNode},
    Code{"TRYAGAIN", ServerError::kWrongNode},
    Code{"CLUSTERDOWN", ServerError::kWrongNode},
    Code{"CROSSSLOT", ServerError::kWrongNode},
    Code{"NOAUTH", ServerError::kNotPermitted},
    Code{"WRONGPASS", ServerError::kNotPermitted},
    Code{"NOPERM", ServerError::kNotPermitted},
};

constexpr size_t kMaxTextBytes = 200;

bool HasCode(std::string_view text, std::string_view code) {
  if (text.starts_with(code)) {
    return text.size() == code.size() || text[code.size()] == ' ';
  }
  return text.find(fmt::format(" -{} ", code)) != text.npos;
}

// Without the arguments of an unknown command, among which are keys.
std::string_view WithoutArguments(std::string_view text) {
  return text.substr(0, text.find(", with args"));
}

std::string Printable(std::string_view text) {
  std::string printable(text.substr(0, kMaxTextBytes));
  std::replace_if(
      printable.begin(), printable.end(),
      [](char c) {
        return !absl::ascii_isprint(static_cast<unsigned char>(c));
      },
      '?');
  return printable;
}

std::string_view Describe(ServerError error) {
  switch (error) {
    case ServerError::kNoScript:
      return "it does not keep scripts";
    case ServerError::kOutOfMemory:
      return "no memory left (maxmemory)";
    case ServerError::kReadOnly:
      return "it is a read-only replica";
    case ServerError::kLoading:
      return "it is loading its data";
    case ServerError::kBusy:
      return "it is busy with a script";
    case ServerError::kCannotSave:
      return "it rejects writes, because it cannot save them";
    case ServerError::kNoReplicas:
      return "it rejects writes, because it has too few replicas";
    case ServerError::kWrongNode:
      return "the key is on another node of a Redis Cluster";
    case ServerError::kNotPermitted:
      return "it rejects the user, the password or the permission";
    case ServerError::kOther:
      break;
  }
  return "it returned an error";
}

}  // namespace

ServerError ClassifyServerError(std::string_view text) {
  for (const Code& code : kCodes) {
    if (HasCode(text, code.name)) return code.error;
  }
  return ServerError::kOther;
}

bool NeedsReconnect(ServerError error, bool has_sentinels) {
  return error == ServerError::kReadOnly || error == ServerError::kWrongNode ||
         (has_sentinels && error == ServerError::kNoReplicas);
}

absl::Status ToStatus(std::string_view text) {
  const ServerError error = ClassifyServerError(text);
  if (error != ServerError::kOther) {
    return absl::UnavailableError(std::string(Describe(error)));
  }
  return absl::UnavailableError(fmt::format("{}: {}", Describe(error),
                                            Printable(WithoutArguments(text))));
}

}  // namespace backlinks::state::redis
