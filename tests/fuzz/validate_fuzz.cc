// Any bytes that parse as a request: validation has to answer with a query or
// with violations that fit into the trailers.
#include <cstdint>

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/common/stdio/library_log.h"
#include "service/validate/validator.h"
#include "tests/fuzz/check.h"

namespace backlinks {
namespace {

void FuzzValidate(const v1::StreamRefpagesRequest& request) {
  const auto query = validate::Validate(request);
  if (query.ok()) return;
  const absl::Status& status = query.status();
  BACKLINKS_FUZZ_CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  BACKLINKS_FUZZ_CHECK(!GetViolations(status).empty());
  BACKLINKS_FUZZ_CHECK(status.message().size() < 1024);
  BACKLINKS_FUZZ_CHECK(ToGrpcStatus(status).error_details().size() < 8192);
}

}  // namespace
}  // namespace backlinks

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Text that is not UTF-8 fails to parse: no line in the log for each.
  [[maybe_unused]] static const bool silenced = [] {
    backlinks::SilenceProtobuf();
    return true;
  }();
  backlinks::v1::StreamRefpagesRequest request;
  if (request.ParseFromArray(data, static_cast<int>(size))) {
    backlinks::FuzzValidate(request);
  }
  return 0;
}
