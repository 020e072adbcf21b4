// Calls backlinks: `backlinks-example SERVER` for a tour, `backlinks-example
// SERVER METHOD REQUEST [TIMEOUT_MS]` for one call, its request and answers in
// protobuf's JSON form.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "backlinks/client.h"
#include "backlinks/error_details.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "output.h"

namespace {

using backlinks::Client;
namespace v1 = backlinks::v1;

// [connect]
// Returns a variable of the environment, empty if it is not set.
std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Returns a client that retries calls and resumes streams by itself. It uses
// TLS if a file of CA certificates is given, and sends a key if one is given.
Client Connect(const std::string& server) {
  return Client({.server = server,
                 .ca_file = Environment("BACKLINKS_CA_FILE"),
                 .api_key = Environment("BACKLINKS_API_KEY")});
}
// [/connect]

// [filter]
// Pages in Japanese, rated 20 or more, that link to ja.wikipedia.org.
v1::RefpagesQuery StrongJapanesePages() {
  v1::RefpagesQuery query;
  query.set_target("ja.wikipedia.org");
  query.set_mode(v1::TARGET_MODE_SUBDOMAINS);
  v1::FilterGroup& both = *query.mutable_where()->mutable_and_group();
  both.add_filters()->mutable_predicate()->mutable_language()->set_equals("ja");
  v1::Predicate& strong = *both.add_filters()->mutable_predicate();
  strong.mutable_ahrefs_rank()->mutable_range()->set_start(20);
  for (const char* column : {"url_from", "anchor", "ahrefs_rank"}) {
    query.mutable_read_mask()->add_paths(column);
  }
  return query;
}
// [/filter]

// [explain]
// Returns what a stream can cost, in thousandths. The call itself is free.
absl::StatusOr<int64_t> HighestPrice(Client& client,
                                     const v1::RefpagesQuery& query,
                                     int64_t row_limit) {
  v1::ExplainRefpagesRequest request;
  *request.mutable_query() = query;
  request.set_row_limit(row_limit);
  const auto plan = client.ExplainRefpages(request, absl::Seconds(10));
  if (!plan.ok()) return plan.status();
  return plan->max_price().milli_amount();
}
// [/explain]

// [resume]
// Prints every row once: the stream resumes after interruptions. `timeout` is
// that of all attempts together.
absl::Status EmitStream(Client& client,
                        const v1::StreamRefpagesRequest& request,
                        absl::Duration timeout) {
  backlinks::RefpageStream stream = client.StreamRefpages(request, timeout);
  for (const v1::Refpage& row : stream) Emit("row", row);
  if (stream.summary()) Emit("summary", *stream.summary());
  return stream.Finish();
}
// [/resume]

// [errors]
// Returns the code, reason and violations of a failed call.
google::protobuf::Struct Describe(const absl::Status& error) {
  const backlinks::ErrorDetails details = backlinks::GetErrorDetails(error);
  google::protobuf::Struct described;
  auto& fields = *described.mutable_fields();
  fields["code"].set_string_value(absl::StatusCodeToString(error.code()));
  fields["reason"].set_string_value(details.reason_name);
  auto& violations = *fields["violations"].mutable_list_value();
  for (const auto& [field, description] : details.violations) {
    auto& violation = *violations.add_values()->mutable_struct_value();
    (*violation.mutable_fields())["field"].set_string_value(field);
    (*violation.mutable_fields())["description"].set_string_value(description);
  }
  return described;
}
// [/errors]

// One call whose request is JSON.
struct Call {
  Client& client;
  std::string method;
  std::string json;
  absl::Duration timeout;

  template <typename Request>
  Request Parse() const {
    Request request;
    const auto status =
        google::protobuf::util::JsonStringToMessage(json, &request);
    if (status.ok()) return request;
    std::cerr << "request: " << status.message() << "\n";
    std::exit(2);
  }

  template <typename Response>
  static absl::Status Answer(const absl::StatusOr<Response>& response) {
    if (response.ok()) Emit("answer", *response);
    return response.status();
  }

  absl::Status Make() const {
    if (method == "StreamRefpages") {
      return EmitStream(client, Parse<v1::StreamRefpagesRequest>(), timeout);
    }
    if (method == "ListRefpages") {
      return Answer(
          client.ListRefpages(Parse<v1::ListRefpagesRequest>(), timeout));
    }
    if (method == "ExplainRefpages") {
      return Answer(
          client.ExplainRefpages(Parse<v1::ExplainRefpagesRequest>(), timeout));
    }
    if (method == "GetUsage") {
      return Answer(client.GetUsage(Parse<v1::GetUsageRequest>(), timeout));
    }
    return Answer(client.ParseFilter(Parse<v1::ParseFilterRequest>(), timeout));
  }
};

absl::Status Tour(Client& client) {
  const int64_t row_limit = 5;
  v1::StreamRefpagesRequest request;
  *request.mutable_query() = StrongJapanesePages();
  request.set_row_limit(row_limit);
  const auto price = HighestPrice(client, request.query(), row_limit);
  if (!price.ok()) return price.status();
  EmitJson("highestPrice", std::to_string(*price));
  return EmitStream(client, request, absl::Seconds(10));
}

absl::Status Run(const std::vector<std::string>& words, int64_t timeout_ms) {
  Client client = Connect(words[0]);
  if (words.size() == 1) return Tour(client);
  const absl::Duration timeout = timeout_ms > 0 ? absl::Milliseconds(timeout_ms)
                                                : absl::InfiniteDuration();
  return Call{client, words[1], words[2], timeout}.Make();
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  int64_t timeout_ms = 0;
  const bool is_timeout_valid =
      words.size() < 4 || absl::SimpleAtoi(words[3], &timeout_ms);
  if (words.empty() || words.size() == 2 || words.size() > 4 ||
      !is_timeout_valid) {
    std::cerr << "usage: backlinks-example SERVER [METHOD REQUEST "
                 "[TIMEOUT_MS]]\n";
    return 2;
  }
  const absl::Status status = Run(words, timeout_ms);
  if (status.ok()) return EXIT_SUCCESS;
  Emit("error", Describe(status));
  return EXIT_FAILURE;
}
