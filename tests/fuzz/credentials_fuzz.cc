// Any bytes as a call's credentials: the known caller, or an error that quotes
// none of them. Each line is one value of authorization; a line that begins
// with "=" is a name in a certificate.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/access/caller_directory.h"
#include "service/common/api_key/api_key.h"
#include "service/common/status/status.h"
#include "tests/fuzz/check.h"

namespace backlinks::access {
namespace {

// The caller's key is of 32 bytes 0: as in the corpus.
std::string Key() { return MakeApiKey({}); }

CallerDirectory& Directory() {
  static auto* const directory = [] {
    auto* made = new CallerDirectory({});
    CallersFile file;
    file.callers.push_back({.caller = {.name = "seo"},
                            .keys = {HashApiKey(Key())},
                            .certificates = {"dns:seo"}});
    made->Replace(std::move(file));
    return made;
  }();
  return *directory;
}

Credentials Read(std::string_view input) {
  Credentials credentials{.is_private = true};
  while (!input.empty()) {
    const size_t end = std::min(input.find('\n'), input.size());
    const std::string_view line = input.substr(0, end);
    if (line.starts_with('=')) {
      credentials.certificate_names.emplace_back(line.substr(1));
    } else {
      credentials.authorization.push_back(line);
    }
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  return credentials;
}

void CheckError(const Credentials& credentials, const absl::Status& status) {
  const auto reason = GetReason(status);
  BACKLINKS_FUZZ_CHECK(reason == Reason::kBadCredentials ||
                       reason == Reason::kNoCredentials);
  const bool has_none = credentials.authorization.empty() &&
                        credentials.certificate_names.empty();
  BACKLINKS_FUZZ_CHECK((reason == Reason::kNoCredentials) == has_none);
  const std::string message(status.message());
  BACKLINKS_FUZZ_CHECK(message.find("seo") == message.npos);
  BACKLINKS_FUZZ_CHECK(message.find("blk_") == message.npos);
  BACKLINKS_FUZZ_CHECK(message.size() < 150);
}

void FuzzCredentials(std::string_view input) {
  const Credentials credentials = Read(input);
  const auto admission = Directory().Admit(credentials);
  if (!admission.ok()) return CheckError(credentials, admission.status());
  BACKLINKS_FUZZ_CHECK((*admission)->caller().name == "seo");
  if (credentials.authorization.empty()) return;
  BACKLINKS_FUZZ_CHECK(credentials.authorization.size() == 1);
  BACKLINKS_FUZZ_CHECK(credentials.authorization[0].ends_with(" " + Key()));
}

}  // namespace
}  // namespace backlinks::access

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  backlinks::access::FuzzCredentials(
      {reinterpret_cast<const char*>(data), size});
  return 0;
}
