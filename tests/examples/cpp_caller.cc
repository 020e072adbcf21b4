// Makes one call by the C++ client, as the programs of client/examples do:
// SERVER METHOD REQUEST [TIMEOUT_MS], in protobuf's JSON form.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "backlinks/client.h"
#include "fmt/format.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "service/common/status/reason.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

void Emit(std::string_view kind, const google::protobuf::Message& message) {
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) std::abort();
  fmt::print("{{\"{}\":{}}}\n", kind, json);
}

google::protobuf::Struct Describe(const absl::Status& error) {
  google::protobuf::Struct told;
  auto& fields = *told.mutable_fields();
  fields["code"].set_string_value(absl::StatusCodeToString(error.code()));
  const auto reason = GetReason(error);
  fields["reason"].set_string_value(reason ? std::string(ReasonName(*reason))
                                           : "");
  auto& violations = *fields["violations"].mutable_list_value();
  for (const Violation& violation : GetViolations(error)) {
    auto& one =
        *violations.add_values()->mutable_struct_value()->mutable_fields();
    one["field"].set_string_value(violation.path);
    one["description"].set_string_value(violation.description);
  }
  return told;
}

struct Call {
  Client& client;
  const std::string& method;
  const std::string& request;
  absl::Duration timeout;

  template <typename Request>
  Request Parse() const {
    Request message;
    const auto status =
        google::protobuf::util::JsonStringToMessage(request, &message);
    if (!status.ok()) std::abort();
    return message;
  }

  absl::Status Stream() const {
    RefpageStream stream =
        client.StreamRefpages(Parse<v1::StreamRefpagesRequest>(), timeout);
    for (const v1::Refpage& row : stream) Emit("row", row);
    if (stream.summary()) Emit("summary", *stream.summary());
    return stream.Finish();
  }

  template <typename Response>
  static absl::Status Answer(const absl::StatusOr<Response>& response) {
    if (response.ok()) Emit("answer", *response);
    return response.status();
  }

  absl::Status Make() const {
    if (method == "StreamRefpages") return Stream();
    if (method == "ListRefpages") {
      return Answer(
          client.ListRefpages(Parse<v1::ListRefpagesRequest>(), timeout));
    }
    if (method == "ExplainRefpages") {
      return Answer(
          client.ExplainRefpages(Parse<v1::ExplainRefpagesRequest>(), timeout));
    }
    return Answer(client.ParseFilter(Parse<v1::ParseFilterRequest>(), timeout));
  }
};

int Run(const std::string& server, const std::string& method,
        const std::string& request, int64_t timeout_ms) {
  Client client({.server = server});
  const absl::Duration timeout = timeout_ms > 0 ? absl::Milliseconds(timeout_ms)
                                                : absl::InfiniteDuration();
  const absl::Status status = Call{client, method, request, timeout}.Make();
  if (status.ok()) return EXIT_SUCCESS;
  Emit("error", Describe(status));
  return EXIT_FAILURE;
}

}  // namespace
}  // namespace backlinks

int main(int argc, char** argv) {
  int64_t timeout_ms = 0;
  if (argc < 4 || (argc > 4 && !absl::SimpleAtoi(argv[4], &timeout_ms))) {
    fmt::print(stderr,
               "usage: example_caller SERVER METHOD REQUEST [TIMEOUT_MS]\n");
    return 2;
  }
  return backlinks::Run(argv[1], argv[2], argv[3], timeout_ms);
}
