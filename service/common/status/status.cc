#include "service/common/status/status.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "fmt/format.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/time_util.h"
#include "google/rpc/error_details.pb.h"
#include "service/common/status/error_detail.h"
#include "service/common/status/resume_token.h"

namespace backlinks {
namespace {

constexpr size_t kMaxMessage = 1000;         // Bytes.
constexpr size_t kMaxPart = 300;             // Bytes of one metadata value.
constexpr size_t kMaxToken = 4096;           // Bytes of a resume token.
constexpr size_t kMaxViolationBytes = 4800;  // All violations together.
// Bytes of one violation's description.
constexpr size_t kMaxDescription = 150;
constexpr size_t kMaxPath = 450;  // Bytes; enough for the deepest filter.

// Deterministic, because equal errors must have equal bytes, whatever a map's
// order is.
std::string Serialize(const google::protobuf::Message& detail) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  // Into a string, it does not fail.
  static_cast<void>(detail.SerializeToCodedStream(&coded));
  coded.Trim();
  return bytes;
}

void Attach(absl::Status& status, const google::protobuf::Message& detail) {
  status.SetPayload(TypeUrl(detail), absl::Cord(Serialize(detail)));
}

// Truncates to at most `limit` bytes, between characters.
std::string Cut(std::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (text[limit] & 0xC0) == 0x80) --limit;
  return fmt::format("{}…", text.substr(0, limit));
}

std::string Summary(const std::vector<Violation>& violations) {
  const Violation& first = violations.front();
  // A violation of the request as a whole has no path.
  std::string text = first.path.empty()
                         ? first.description
                         : fmt::format("{}: {}", first.path, first.description);
  if (violations.size() > 1) {
    text += fmt::format(" (and {} more)", violations.size() - 1);
  }
  return text;
}

}  // namespace

absl::Status MakeError(Reason reason, std::string_view message,
                       const Metadata& metadata) {
  absl::Status status(ReasonCode(reason), Cut(message, kMaxMessage));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(ReasonName(reason)));
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[key] = Cut(value, kMaxPart);
  }
  Attach(status, info);
  return status;
}

absl::Status MakeInvalid(Reason reason, std::vector<Violation> violations) {
  absl::Status status =
      MakeError(reason, Summary(violations),
                {{"violation_count", fmt::to_string(violations.size())},
                 {"path", violations.front().path}});
  google::rpc::BadRequest details;
  const size_t count = std::min<size_t>(violations.size(), kMaxViolations);
  // A few violations keep their complete paths; many share the space.
  const size_t max_path =
      std::min(kMaxPath, kMaxViolationBytes / count - kMaxDescription);
  for (size_t i = 0; i < count; ++i) {
    auto& item = *details.add_field_violations();
    item.set_field(Cut(violations[i].path, max_path));
    item.set_description(Cut(violations[i].description, kMaxDescription));
  }
  Attach(status, details);
  return status;
}

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo info;
  *info.mutable_retry_delay() =
      google::protobuf::util::TimeUtil::MillisecondsToDuration(
          absl::ToInt64Milliseconds(delay));
  Attach(status, info);
  return status;
}

absl::Status WithQuotaFailure(absl::Status status, std::string_view subject,
                              std::string_view description) {
  google::rpc::QuotaFailure failure;
  google::rpc::QuotaFailure::Violation& violation = *failure.add_violations();
  violation.set_subject(Cut(subject, kMaxPart));
  violation.set_description(Cut(description, kMaxPart));
  Attach(status, failure);
  return status;
}

absl::Status WithMetadata(absl::Status status, const std::string& key,
                          std::string_view value) {
  auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  if (!info) return status;
  (*info->mutable_metadata())[key] = Cut(value, kMaxPart);
  Attach(status, *info);
  return status;
}

absl::Status WithResumeToken(absl::Status status, std::string_view token) {
  auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  if (!info || token.empty() || token.size() > kMaxToken) return status;
  (*info->mutable_metadata())["resume_token"] = std::string(token);
  Attach(status, *info);
  return status;
}

absl::Status WithCause(absl::Status status, std::string_view cause) {
  status.SetPayload({kCausePayload.data(), kCausePayload.size()},
                    absl::Cord(std::string(cause)));
  return status;
}

std::string GetCause(const absl::Status& status) {
  const auto cause =
      status.GetPayload({kCausePayload.data(), kCausePayload.size()});
  return cause ? std::string(*cause) : "";
}

absl::Status FromException(const std::exception_ptr& error) {
  const absl::Status status = MakeError(Reason::kInternal, "internal error");
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return WithCause(status, e.what());
  } catch (...) {
    return WithCause(status, "an exception of an unknown type");
  }
}

std::optional<Reason> GetReason(const absl::Status& status) {
  const auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  if (!info) return std::nullopt;
  for (int i = 0; i <= static_cast<int>(kLastReason); ++i) {
    const Reason reason = static_cast<Reason>(i);
    if (ReasonName(reason) == info->reason() &&
        ReasonCode(reason) == status.code()) {
      return reason;
    }
  }
  return std::nullopt;
}

std::string GetResumeToken(const absl::Status& status) {
  const auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  if (!info) return "";
  const auto token = info->metadata().find("resume_token");
  return token == info->metadata().end() ? "" : token->second;
}

std::vector<Violation> GetViolations(const absl::Status& status) {
  std::vector<Violation> violations;
  const auto details = ExtractDetail<google::rpc::BadRequest>(status);
  if (!details) return violations;
  for (const auto& item : details->field_violations()) {
    violations.push_back({item.field(), item.description()});
  }
  return violations;
}

}  // namespace backlinks
