#include "service/access/caller_directory.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "service/access/authorization.h"
#include "service/common/status/status.h"

namespace backlinks::access {
namespace {

// A hash is random already.
struct HashPrefix {
  size_t operator()(const ApiKeyHash& hash) const {
    size_t prefix = 0;
    std::memcpy(&prefix, hash.data(), sizeof(prefix));
    return prefix;
  }
};

struct ConstantTimeEqual {
  bool operator()(const ApiKeyHash& a, const ApiKeyHash& b) const {
    return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
  }
};

class CallAdmission final : public Admission {
 public:
  CallAdmission(std::shared_ptr<const Caller> caller,
                std::shared_ptr<CallerUsage> usage)
      : caller_(std::move(caller)), usage_(std::move(usage)) {}
  CallAdmission(const CallAdmission&) = delete;
  CallAdmission& operator=(const CallAdmission&) = delete;
  ~CallAdmission() override { usage_->Release(); }

  const Caller& caller() const override { return *caller_; }

 private:
  const std::shared_ptr<const Caller> caller_;
  const std::shared_ptr<CallerUsage> usage_;
};

absl::Status BadCredentials(std::string_view what) {
  return MakeError(Reason::kBadCredentials, what);
}

}  // namespace

struct CallerDirectory::Entry {
  std::shared_ptr<const Caller> caller;
  CallerLimits limits;
  std::shared_ptr<CallerUsage> usage;
};

// The callers of one file.
class CallerDirectory::Index {
 public:
  void Add(CallerEntry&& caller, std::shared_ptr<CallerUsage> usage) {
    const Entry* const entry =
        Own(std::move(caller.caller), caller.limits, std::move(usage));
    for (const ApiKeyHash& hash : caller.keys) by_key_.emplace(hash, entry);
    for (std::string& name : caller.certificates) {
      by_certificate_.emplace(std::move(name), entry);
    }
  }

  void SetAnonymous(CallerEntry&& caller, std::shared_ptr<CallerUsage> usage) {
    anonymous_ = Own(std::move(caller.caller), caller.limits, std::move(usage));
  }

  // Returns null if calls without credentials are rejected.
  const Entry* anonymous() const { return anonymous_; }

  // As AccessControl::Callers.
  std::vector<Caller> Callers() const {
    std::vector<Caller> callers;
    for (const auto& entry : entries_) {
      if (entry.get() != anonymous_) callers.push_back(*entry->caller);
    }
    std::sort(callers.begin(), callers.end(),
              [](const Caller& a, const Caller& b) { return a.name < b.name; });
    if (anonymous_ != nullptr) callers.push_back(*anonymous_->caller);
    return callers;
  }

  // Returns null if no caller has the key.
  const Entry* FindByKey(std::string_view key) const {
    const auto it = by_key_.find(HashApiKey(key));
    return it == by_key_.end() ? nullptr : it->second;
  }

  // Returns null if no caller has one of the names.
  absl::StatusOr<const Entry*> FindByCertificate(
      const std::vector<std::string>& names) const {
    const Entry* found = nullptr;
    for (const std::string& name : names) {
      const auto it = by_certificate_.find(NormalCertificateName(name));
      if (it == by_certificate_.end() || it->second == found) continue;
      if (found != nullptr) {
        return BadCredentials(
            "the client certificate has the names of different callers");
      }
      found = it->second;
    }
    return found;
  }

 private:
  const Entry* Own(Caller&& caller, const CallerLimits& limits,
                   std::shared_ptr<CallerUsage>&& usage) {
    entries_.push_back(std::make_unique<Entry>(
        Entry{std::make_shared<const Caller>(std::move(caller)), limits,
              std::move(usage)}));
    return entries_.back().get();
  }

  std::vector<std::unique_ptr<const Entry>> entries_;
  std::unordered_map<ApiKeyHash, const Entry*, HashPrefix, ConstantTimeEqual>
      by_key_;
  std::unordered_map<std::string, const Entry*> by_certificate_;
  const Entry* anonymous_ = nullptr;
};

CallerDirectory::CallerDirectory(DirectoryOptions options)
    : options_(std::move(options)), index_(std::make_shared<const Index>()) {}

CallerDirectory::~CallerDirectory() = default;

absl::StatusOr<std::shared_ptr<const Admission>> CallerDirectory::Admit(
    const Credentials& credentials) {
  const std::shared_ptr<const Index> callers = index();
  const auto entry = Identify(*callers, credentials);
  if (!entry.ok()) return entry.status();
  BACKLINKS_RETURN_IF_ERROR(
      (*entry)->usage->Take((*entry)->limits, options_.now()));
  return std::make_shared<const CallAdmission>((*entry)->caller,
                                               (*entry)->usage);
}

std::vector<Caller> CallerDirectory::Callers() const {
  return index()->Callers();
}

absl::StatusOr<const CallerDirectory::Entry*> CallerDirectory::Identify(
    const Index& index, const Credentials& credentials) const {
  const auto by_key = FindByKey(index, credentials);
  if (!by_key.ok()) return by_key.status();
  const auto by_name = index.FindByCertificate(credentials.certificate_names);
  if (!by_name.ok()) return by_name.status();
  if (*by_key != nullptr && *by_name != nullptr && *by_key != *by_name) {
    return BadCredentials(
        "the API key and the client certificate are of different callers");
  }
  if (*by_key != nullptr) return *by_key;
  if (*by_name != nullptr) return *by_name;
  if (index.anonymous() != nullptr) return index.anonymous();
  if (!credentials.certificate_names.empty()) {
    return BadCredentials("the client certificate is not known");
  }
  return MakeError(Reason::kNoCredentials,
                   "the call needs an API key or a client certificate");
}

absl::StatusOr<const CallerDirectory::Entry*> CallerDirectory::FindByKey(
    const Index& index, const Credentials& credentials) const {
  if (!credentials.authorization.empty() && !credentials.is_private &&
      !options_.accept_keys_in_plaintext) {
    return BadCredentials(
        "API keys are accepted over TLS, loopback and Unix sockets only, so "
        "that nobody can read them");
  }
  const auto key = ReadApiKey(credentials.authorization);
  if (!key.ok()) return key.status();
  if (key->empty()) return nullptr;
  const Entry* const entry = index.FindByKey(*key);
  if (entry == nullptr) return BadCredentials("the API key is not known");
  return entry;
}

void CallerDirectory::Replace(CallersFile file) {
  const std::lock_guard lock(replace_mutex_);
  auto index = std::make_shared<Index>();
  for (CallerEntry& caller : file.callers) {
    std::shared_ptr<CallerUsage> usage = UsageOf(caller.caller.name);
    index->Add(std::move(caller), std::move(usage));
  }
  if (file.anonymous) {
    index->SetAnonymous(*std::move(file.anonymous), UsageOf(""));
  }
  std::shared_ptr<const Index> old = std::move(index);
  {
    const std::lock_guard swap(mutex_);
    index_.swap(old);
  }
  old.reset();
  std::erase_if(usages_, [](const auto& one) { return one.second.expired(); });
}

std::shared_ptr<CallerUsage> CallerDirectory::UsageOf(const std::string& name) {
  std::weak_ptr<CallerUsage>& known = usages_[name];
  std::shared_ptr<CallerUsage> usage = known.lock();
  if (usage == nullptr) {
    usage = std::make_shared<CallerUsage>();
    known = usage;
  }
  return usage;
}

std::shared_ptr<const CallerDirectory::Index> CallerDirectory::index() const {
  const std::lock_guard lock(mutex_);
  return index_;
}

}  // namespace backlinks::access
