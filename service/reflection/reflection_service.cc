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

// Returns the dialog of one stream, which parses each request and serializes
// the response.
template <typename Request, typename Response>
ReflectionService::Dialog MakeDialog(const ReflectionData& data) {
  auto responder = std::make_shared<Responder<Request, Response>>(data);
  return [responder = std::move(responder), requests = 0](
             const std::string& bytes) mutable -> absl::StatusOr<std::string> {
    if (++requests > kMaxRequests) {
      return absl::ResourceExhaustedError(
          "more than 1000 requests in one stream");
    }
    Request request;
    if (!request.ParseFromString(bytes)) {
      return absl::InvalidArgumentError("the request does not parse");
    }
    return responder->Answer(request).SerializeAsString();
  };
}

template <typename Version>
std::string MethodName() {
  return std::string(Version::service_full_name()) + "/ServerReflectionInfo";
}

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
  ReflectionData data;
};

ReflectionService::ReflectionService(std::vector<std::string> services)
    : impl_(new Impl{MakeReflectionData(std::move(services))}) {}

ReflectionService::~ReflectionService() = default;

std::vector<ReflectionService::Method> ReflectionService::Methods() const {
  using V1 = reflection::v1::ServerReflection;
  using V1Alpha = reflection::v1alpha::ServerReflection;
  const ReflectionData& data = impl_->data;
  return {
      {MethodName<V1>(),
       [&data] {
         return MakeDialog<reflection::v1::ServerReflectionRequest,
                           reflection::v1::ServerReflectionResponse>(data);
       }},
      {MethodName<V1Alpha>(), [&data] {
         return MakeDialog<reflection::v1alpha::ServerReflectionRequest,
                           reflection::v1alpha::ServerReflectionResponse>(data);
       }}};
}

}  // namespace backlinks::reflection
