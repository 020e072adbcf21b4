#include "service/reflection/reflection_service.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "proto/descriptor_set.h"
#include "service/reflection/descriptor_index.h"

namespace backlinks::reflection {
namespace {

namespace reflection = grpc::reflection;

constexpr int kMaxRequests = 1000;

// The data from which both versions respond.
struct ReflectionData {
  std::unique_ptr<DescriptorIndex> index;
  std::vector<std::string> services;
};

template <typename Response>
void SetError(const absl::Status& status, Response& response) {
  auto& error = *response.mutable_error_response();
  error.set_error_code(static_cast<int>(status.code()));
  error.set_error_message(std::string(status.message()));
}

// Responds to the requests of one stream. The messages of both versions have
// the same members with different types.
template <typename Request, typename Response>
class Responder {
 public:
  explicit Responder(const ReflectionData& data) : data_(data) {}

  Response Answer(const Request& request) {
    Response response;
    response.set_valid_host(request.host());
    *response.mutable_original_request() = request;
    switch (request.message_request_case()) {
      case Request::kFileByFilename:
        SetFile(data_.index->FindFile(request.file_by_filename()), response);
        break;
      case Request::kFileContainingSymbol:
        SetFile(data_.index->FindSymbol(request.file_containing_symbol()),
                response);
        break;
      case Request::kFileContainingExtension:
        SetFile(data_.index->FindExtension(
                    request.file_containing_extension().containing_type(),
                    request.file_containing_extension().extension_number()),
                response);
        break;
      case Request::kAllExtensionNumbersOfType:
        SetNumbers(request.all_extension_numbers_of_type(), response);
        break;
      case Request::kListServices:
        SetServices(response);
        break;
      case Request::MESSAGE_REQUEST_NOT_SET:
        SetError(
            absl::InvalidArgumentError("the request sets no message_request"),
            response);
        break;
    }
    return response;
  }

 private:
  void SetFile(absl::StatusOr<DescriptorIndex::File> file, Response& response) {
    if (!file.ok()) return SetError(file.status(), response);
    auto& files = *response.mutable_file_descriptor_response();
    for (std::string& bytes : data_.index->Serialize(*file, sent_)) {
      files.add_file_descriptor_proto(std::move(bytes));
    }
  }

  void SetNumbers(const std::string& message, Response& response) {
    const auto numbers = data_.index->ExtensionNumbers(message);
    if (!numbers.ok()) return SetError(numbers.status(), response);
    auto& answer = *response.mutable_all_extension_numbers_response();
    answer.set_base_type_name(message);
    answer.mutable_extension_number()->Assign(numbers->begin(), numbers->end());
  }

  void SetServices(Response& response) {
    auto& list = *response.mutable_list_services_response();
    for (const std::string& name : data_.services) {
      list.add_service()->set_name(name);
    }
  }

  const ReflectionData& data_;
  std::set<std::string> sent_;  // Names of files.
};

// One stream: alternates between reading a request and writing a response.
// Deletes itself in OnDone, after which gRPC makes no other callback.
template <typename Request, typename Response>
class Reactor final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit Reactor(const ReflectionData& data) : responder_(data) {
    this->StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::OK);
    if (++requests_ > kMaxRequests) {
      return this->Finish({grpc::StatusCode::RESOURCE_EXHAUSTED,
                           "more than 1000 requests in one stream"});
    }
    response_ = responder_.Answer(request_);
    this->StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return this->Finish(grpc::Status::CANCELLED);
    this->StartRead(&request_);
  }

  void OnDone() override { delete this; }

 private:
  Responder<Request, Response> responder_;
  Request request_;
  Response response_;
  int requests_ = 0;
};

template <typename Version, typename Request, typename Response>
class Service final : public Version::CallbackService {
 public:
  explicit Service(const ReflectionData& data) : data_(data) {}

  grpc::ServerBidiReactor<Request, Response>* ServerReflectionInfo(
      grpc::CallbackServerContext* /*context*/) override {
    return new Reactor<Request, Response>(data_);
  }

 private:
  const ReflectionData& data_;
};

ReflectionData MakeReflectionData(std::vector<std::string> services) {
  auto index = DescriptorIndex::Make(EmbeddedDescriptorSet());
  // The set is part of the program: only a broken build gets here.
  if (!index.ok()) throw std::logic_error(index.status().ToString());
  for (const char* own :
       {reflection::v1::ServerReflection::service_full_name(),
        reflection::v1alpha::ServerReflection::service_full_name()}) {
    services.emplace_back(own);
  }
  std::sort(services.begin(), services.end());
  services.erase(std::unique(services.begin(), services.end()), services.end());
  return {*std::move(index), std::move(services)};
}

}  // namespace

struct ReflectionService::Impl {
  explicit Impl(std::vector<std::string> services)
      : data(MakeReflectionData(std::move(services))) {}

  ReflectionData data;
  Service<reflection::v1::ServerReflection,
          reflection::v1::ServerReflectionRequest,
          reflection::v1::ServerReflectionResponse>
      current{data};
  Service<reflection::v1alpha::ServerReflection,
          reflection::v1alpha::ServerReflectionRequest,
          reflection::v1alpha::ServerReflectionResponse>
      alpha{data};
};

ReflectionService::ReflectionService(std::vector<std::string> services)
    : impl_(std::make_unique<Impl>(std::move(services))) {}

ReflectionService::~ReflectionService() = default;

void ReflectionService::Register(grpc::ServerBuilder& builder) {
  builder.RegisterService(&impl_->current);
  builder.RegisterService(&impl_->alpha);
}

}  // namespace backlinks::reflection
