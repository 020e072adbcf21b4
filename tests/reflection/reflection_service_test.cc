#include "service/reflection/reflection_service.h"

#include <map>
#include <string>
#include <string_view>
#include <type_traits>

#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/io_context.hpp"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/descriptor_database.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "service/rpc/call_router.h"
#include "service/rpc/dialog_reactor.h"
#include "service/rpc/open_calls.h"
#include "service/telemetry/call_log.h"

namespace backlinks::reflection {
namespace {

namespace pb = google::protobuf;
using testing::ElementsAre;
using testing::HasSubstr;

struct V1 {
  using Service = grpc::reflection::v1::ServerReflection;
  using Request = grpc::reflection::v1::ServerReflectionRequest;
  using Response = grpc::reflection::v1::ServerReflectionResponse;
};

struct V1Alpha {
  using Service = grpc::reflection::v1alpha::ServerReflection;
  using Request = grpc::reflection::v1alpha::ServerReflectionRequest;
  using Response = grpc::reflection::v1alpha::ServerReflectionResponse;
};

// A server with reflection, and one stream to it.
template <typename Version>
class ReflectionServiceTest : public testing::Test {
 protected:
  using Request = typename Version::Request;
  using Response = typename Version::Response;

  void SetUp() override {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&router_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    stub_ = Version::Service::NewStub(server_->InProcessChannel({}));
    stream_ = stub_->ServerReflectionInfo(&context_);
  }

  ~ReflectionServiceTest() override {
    context_.TryCancel();
    stream_.reset();
    server_->Shutdown();
  }

  Response Ask(const Request& request) {
    Response response;
    EXPECT_TRUE(stream_->Write(request));
    EXPECT_TRUE(stream_->Read(&response));
    return response;
  }

  Response AskSymbol(std::string_view name) {
    Request request;
    request.set_file_containing_symbol(std::string(name));
    return Ask(request);
  }

  static std::vector<pb::FileDescriptorProto> Files(const Response& response) {
    std::vector<pb::FileDescriptorProto> files;
    for (const auto& bytes :
         response.file_descriptor_response().file_descriptor_proto()) {
      files.emplace_back();
      EXPECT_TRUE(files.back().ParseFromString(bytes));
    }
    return files;
  }

  static std::string FirstFile(const Response& response) {
    const auto files = Files(response);
    return files.empty() ? response.error_response().error_message()
                         : files[0].name();
  }

  rpc::Routes MakeRoutes() {
    rpc::Routes routes;
    for (const auto& method : reflection_.Methods()) {
      routes[method.name] = rpc::DialogRoute(rpc::Route::Admission::kReflection,
                                             method.make_dialog);
    }
    return routes;
  }

  ReflectionService reflection_{
      {"backlinks.v1.BacklinksService", std::string(kHealthServiceName)}};
  boost::asio::io_context io_;  // Does not run: no call times out.
  rpc::OpenCalls open_calls_{io_.get_executor(), {}};
  telemetry::FanOutObserver observer_{{}};
  rpc::CallRouter router_{MakeRoutes(), open_calls_, {}, observer_, nullptr};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<typename Version::Service::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> stream_;
};

struct VersionNames {
  template <typename Version>
  static std::string GetName(int /*index*/) {
    return std::is_same_v<Version, V1> ? "v1" : "v1alpha";
  }
};
using Versions = testing::Types<V1, V1Alpha>;
TYPED_TEST_SUITE(ReflectionServiceTest, Versions, VersionNames);

TYPED_TEST(ReflectionServiceTest, ListsServices) {
  typename TypeParam::Request request;
  request.set_host("somewhere");
  request.set_list_services("*");
  const auto response = this->Ask(request);
  EXPECT_EQ(response.valid_host(), "somewhere");
  EXPECT_EQ(response.original_request().list_services(), "*");
  std::vector<std::string> names;
  for (const auto& service : response.list_services_response().service()) {
    names.push_back(service.name());
  }
  EXPECT_THAT(names, ElementsAre("backlinks.v1.BacklinksService",
                                 "grpc.health.v1.Health",
                                 "grpc.reflection.v1.ServerReflection",
                                 "grpc.reflection.v1alpha.ServerReflection"));
}

TYPED_TEST(ReflectionServiceTest, FindsFilesBySymbol) {
  const std::map<std::string, std::string> cases = {
      {"backlinks.v1.BacklinksService", "backlinks/v1/backlinks_service.proto"},
      {"backlinks.v1.BacklinksService.StreamRefpages",
       "backlinks/v1/backlinks_service.proto"},
      {"backlinks.v1.Refpage", "backlinks/v1/refpage.proto"},
      {".backlinks.v1.Refpage", "backlinks/v1/refpage.proto"},
      {"backlinks.v1.Refpage.url_from", "backlinks/v1/refpage.proto"},
      {"backlinks.v1.Filter.expr", "backlinks/v1/filter.proto"},
      {"backlinks.v1.LinkType", "backlinks/v1/refpage.proto"},
      {"backlinks.v1.LINK_TYPE_HREF", "backlinks/v1/refpage.proto"},
      {"backlinks.v1.column", "backlinks/v1/column_options.proto"},
      {"google.rpc.ErrorInfo", "google/rpc/error_details.proto"},
      {"google.rpc.ErrorInfo.MetadataEntry", "google/rpc/error_details.proto"},
      {"google.rpc.Status", "google/rpc/status.proto"},
      {"google.protobuf.Timestamp", "google/protobuf/timestamp.proto"},
      {"google.protobuf.FieldMask", "google/protobuf/field_mask.proto"},
      {"google.protobuf.Struct", "google/protobuf/struct.proto"},
      {"grpc.health.v1.Health.Watch", "grpc/health/v1/health.proto"},
      {"grpc.health.v1.HealthCheckResponse.SERVING",
       "grpc/health/v1/health.proto"},
      {"grpc.reflection.v1.ServerReflection",
       "grpc/reflection/v1/reflection.proto"},
      {"grpc.reflection.v1alpha.ServerReflection",
       "grpc/reflection/v1alpha/reflection.proto"},
  };
  for (const auto& [symbol, file] : cases) {
    EXPECT_EQ(this->FirstFile(this->AskSymbol(symbol)), file) << symbol;
  }
}

TYPED_TEST(ReflectionServiceTest, ReportsUnknownNamesAndContinues) {
  typename TypeParam::Request by_name;
  by_name.set_file_by_filename("no/such.proto");
  typename TypeParam::Request by_number;
  by_number.mutable_file_containing_extension()->set_containing_type(
      "google.protobuf.FieldOptions");
  by_number.mutable_file_containing_extension()->set_extension_number(1);
  typename TypeParam::Request numbers;
  numbers.set_all_extension_numbers_of_type("no.Such");
  for (const auto& request : {by_name, by_number, numbers}) {
    EXPECT_EQ(this->Ask(request).error_response().error_code(),
              grpc::StatusCode::NOT_FOUND)
        << request.ShortDebugString();
  }
  for (const char* symbol :
       {"", ".", "backlinks", "no.Such", "backlinks.v1."}) {
    EXPECT_EQ(this->AskSymbol(symbol).error_response().error_code(),
              grpc::StatusCode::NOT_FOUND)
        << symbol;
  }
  EXPECT_EQ(this->Ask({}).error_response().error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(this->FirstFile(this->AskSymbol("backlinks.v1.Filter")),
            "backlinks/v1/filter.proto");
}

TYPED_TEST(ReflectionServiceTest, KnowsExtensions) {
  typename TypeParam::Request request;
  auto& extension = *request.mutable_file_containing_extension();
  extension.set_containing_type("google.protobuf.FieldOptions");
  extension.set_extension_number(50725);
  EXPECT_EQ(this->FirstFile(this->Ask(request)),
            "backlinks/v1/column_options.proto");
  request.set_all_extension_numbers_of_type("google.protobuf.FieldOptions");
  const auto answer = this->Ask(request).all_extension_numbers_response();
  EXPECT_EQ(answer.base_type_name(), "google.protobuf.FieldOptions");
  EXPECT_THAT(answer.extension_number(), ElementsAre(50725));
  request.set_all_extension_numbers_of_type("backlinks.v1.Refpage");
  EXPECT_EQ(this->Ask(request)
                .all_extension_numbers_response()
                .extension_number_size(),
            0);
}

// What a client does: every file it gets is enough to build the asked one.
TYPED_TEST(ReflectionServiceTest, SendsFilesWhole) {
  const auto files =
      this->Files(this->AskSymbol("backlinks.v1.BacklinksService"));
  std::map<std::string, pb::FileDescriptorProto> by_name;
  for (const auto& file : files) {
    EXPECT_TRUE(by_name.emplace(file.name(), file).second) << file.name();
  }
  pb::SimpleDescriptorDatabase database;
  for (const auto& [name, file] : by_name) EXPECT_TRUE(database.Add(file));
  pb::DescriptorPool pool(&database);
  const auto* service = pool.FindServiceByName("backlinks.v1.BacklinksService");
  ASSERT_NE(service, nullptr);
  pb::SourceLocation location;
  ASSERT_TRUE(service->FindMethodByName("StreamRefpages")
                  ->GetSourceLocation(&location));
  EXPECT_THAT(location.leading_comments,
              HasSubstr("Streams the rows that a query selects"));
}

TYPED_TEST(ReflectionServiceTest, SendsImportsOnceAStream) {
  EXPECT_GT(this->Files(this->AskSymbol("backlinks.v1.Filter")).size(), 1u);
  const auto again = this->Files(this->AskSymbol("backlinks.v1.Filter"));
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].name(), "backlinks/v1/filter.proto");
}

TYPED_TEST(ReflectionServiceTest, EndsAfterTheLastRequest) {
  this->AskSymbol("backlinks.v1.Filter");
  EXPECT_TRUE(this->stream_->WritesDone());
  typename TypeParam::Response response;
  EXPECT_FALSE(this->stream_->Read(&response));
  EXPECT_TRUE(this->stream_->Finish().ok());
}

TYPED_TEST(ReflectionServiceTest, BoundsTheRequestsOfAStream) {
  typename TypeParam::Request request;
  request.set_file_by_filename("none");
  for (int i = 0; i < 1000; ++i) this->Ask(request);
  this->stream_->Write(request);
  typename TypeParam::Response response;
  EXPECT_FALSE(this->stream_->Read(&response));
  EXPECT_EQ(this->stream_->Finish().error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

// Every symbol of the files this server describes is found in its own file.
TYPED_TEST(ReflectionServiceTest, FindsEverySymbolOfTheContract) {
  const auto* file = v1::StreamRefpagesRequest::descriptor()->file();
  for (int i = 0; i < file->message_type_count(); ++i) {
    const auto* message = file->message_type(i);
    EXPECT_EQ(this->FirstFile(this->AskSymbol(message->full_name())),
              file->name());
    for (int f = 0; f < message->field_count(); ++f) {
      EXPECT_EQ(
          this->FirstFile(this->AskSymbol(message->field(f)->full_name())),
          file->name());
    }
  }
}

}  // namespace
}  // namespace backlinks::reflection
