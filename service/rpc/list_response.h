// Collects the messages of a stream as one ListRefpagesResponse, in wire bytes.
// Rows are neither parsed nor encoded again nor copied.
//
// In:      the messages of StreamRefpages, each with its rows first.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_RPC_LIST_RESPONSE_H_
#define BACKLINKS_SERVICE_RPC_LIST_RESPONSE_H_

#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/awaitable.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "service/stream/message_writer.h"

namespace backlinks::rpc {

class ListResponse final : public stream::MessageWriter {
 public:
  // Returns false if the message is not a StreamRefpagesResponse, or has rows
  // after another field.
  boost::asio::awaitable<bool> Write(std::string&& message) override;

  // The summary of the stream, which its last message has.
  const v1::StreamSummary& summary() const { return summary_; }

  // Returns the bytes of the response. `next_page_token` is empty for the last
  // page.
  grpc::ByteBuffer Serialize(const std::string& next_page_token) const;

 private:
  bool Add(std::string message);

  std::vector<grpc::Slice> rows_;
  v1::StreamSummary summary_;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_LIST_RESPONSE_H_
