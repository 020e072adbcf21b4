// A gRPC server that serves the connections of an Edge, and reports its calls.
#ifndef BACKLINKS_TESTS_EDGE_GRPC_FIXTURE_H_
#define BACKLINKS_TESTS_EDGE_GRPC_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>

#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/async_generic_service.h"
#include "service/edge/edge.h"

namespace backlinks::testing_edge {

// Answers every unary call with its own request.
class EchoService final : public grpc::CallbackGenericService {
 public:
  explicit EchoService(ConnectionActivity& activity) : activity_(activity) {}
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

 private:
  ConnectionActivity& activity_;
};

class ServedEdge {
 public:
  // Ends the program if the address cannot be bound.
  explicit ServedEdge(edge::EdgeOptions options);
  ~ServedEdge();

  edge::Edge& edge() { return *edge_; }
  // Makes a call on a new connection, and returns whether it succeeds.
  bool Call() const;

 private:
  const std::string listen_;
  std::unique_ptr<edge::Edge> edge_;
  std::unique_ptr<EchoService> service_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  std::unique_ptr<grpc::Server> server_;
};

// Waits until `condition` holds; false after a minute.
bool Eventually(const std::function<bool()>& condition);

}  // namespace backlinks::testing_edge

#endif  // BACKLINKS_TESTS_EDGE_GRPC_FIXTURE_H_
