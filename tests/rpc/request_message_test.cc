#include "service/rpc/request_message.h"

#include <sys/resource.h>

#include <string>

#include "grpc/grpc.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/rpc/raw_message.h"
#include "tests/rpc/generic_client.h"
#include "tests/support/http/compress.h"

namespace backlinks::rpc {
namespace {

using testing_http::Compress;

constexpr size_t kMaxBytes = 1 << 20;

// Marks a message as gRPC marks one that arrives compressed.
class Marker : private grpc::ProtoBufferReader {
 public:
  explicit Marker(grpc::ByteBuffer& message)
      : grpc::ProtoBufferReader(&message) {
    reader()->buffer_in->data.raw.compression = GRPC_COMPRESS_GZIP;
  }
};

absl::StatusOr<std::string> Decode(const std::string& compressed) {
  grpc::ByteBuffer message = testing_rpc::Buffer(compressed);
  Marker marker(message);
  const auto decoded = DecodeRequest(message, kMaxBytes);
  if (!decoded.ok()) return decoded.status();
  return BytesOf(*decoded);
}

int64_t PeakKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(DecodeRequest, ReturnsPlainMessagesAsTheyAre) {
  const std::string looks_compressed = Compress("text");
  const auto decoded =
      DecodeRequest(testing_rpc::Buffer(looks_compressed), kMaxBytes);
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(BytesOf(*decoded), looks_compressed);
}

TEST(DecodeRequest, InflatesGzipAndDeflate) {
  const std::string text(kMaxBytes, 't');
  EXPECT_EQ(*Decode(Compress(text)), text);
  EXPECT_EQ(*Decode(Compress(text, testing_http::kZlib)), text);
}

TEST(DecodeRequest, RejectsWhatIsDamagedOrIncomplete) {
  const std::string whole = Compress(std::string(1000, 't'));
  for (const std::string& bytes :
       {std::string(), std::string("not gzip"), whole.substr(0, 12),
        whole.substr(0, whole.size() - 1)}) {
    EXPECT_EQ(GetReason(Decode(bytes).status()), Reason::kInvalidQuery);
  }
}

TEST(DecodeRequest, RejectsABombInLittleMemory) {
  const std::string member = Compress(std::string(64 << 20, '\0'));
  std::string bomb;
  while (bomb.size() + member.size() <= kMaxBytes) bomb += member;
  EXPECT_GE(bomb.size() / member.size(), 2u);  // 128 MiB or more.
  const int64_t before = PeakKilobytes();
  const absl::Status status = Decode(bomb).status();
  EXPECT_EQ(GetReason(status), Reason::kRequestTooLarge) << status;
  EXPECT_LT(PeakKilobytes() - before, 8 << 10);
}

}  // namespace
}  // namespace backlinks::rpc
