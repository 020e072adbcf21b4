// The callers of a callers' file, found by their credentials.
//
// A caller is known by an API key or by a name in its client certificate. A
// call with both is accepted if they are of the same caller, or if only the key
// is known. A key that is not known is always rejected; a certificate that is
// not known counts as no credentials if anonymous callers are allowed.
//
// Timing:  the time to look up a key depends on the SHA-256 of the key, not on
//          the key. Who does not know a key cannot choose that hash, so its
//          comparison would reveal nothing of use; it takes constant time
//          nevertheless.
// Errors:  as AccessControl. No error contains a name, a key or a hash.
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_ACCESS_CALLER_DIRECTORY_H_
#define BACKLINKS_SERVICE_ACCESS_CALLER_DIRECTORY_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/access/access_control.h"
#include "service/access/caller_usage.h"
#include "service/access/callers_file.h"

namespace backlinks::access {

struct DirectoryOptions {
  // Whether API keys are accepted over connections that are not private
  // (--insecure_listen).
  bool accept_keys_in_plaintext = false;
  std::function<SteadyTime()> now = &std::chrono::steady_clock::now;
};

class CallerDirectory final : public AccessControl {
 public:
  // Rejects every call until Replace.
  explicit CallerDirectory(DirectoryOptions options);
  ~CallerDirectory() override;

  absl::StatusOr<std::shared_ptr<const Admission>> Admit(
      const Credentials& credentials) override;
  std::vector<Caller> Callers() const override;

  // Replaces all callers at once. Running calls keep their caller, and count
  // for the caller of the same name.
  void Replace(CallersFile file);

 private:
  struct Entry;
  class Index;

  absl::StatusOr<const Entry*> Identify(const Index& index,
                                        const Credentials& credentials) const;
  absl::StatusOr<const Entry*> FindByKey(const Index& index,
                                         const Credentials& credentials) const;
  std::shared_ptr<CallerUsage> UsageOf(const std::string& name);
  std::shared_ptr<const Index> index() const;

  const DirectoryOptions options_;
  mutable std::mutex mutex_;  // Of index_, held for a copy only.
  std::shared_ptr<const Index> index_;
  std::mutex replace_mutex_;
  // Of callers in the file, and of those that have left it while calls run.
  std::map<std::string, std::weak_ptr<CallerUsage>> usages_;
};

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_CALLER_DIRECTORY_H_
