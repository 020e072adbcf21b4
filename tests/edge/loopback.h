// A TCP connection of a test to itself.
#ifndef BACKLINKS_TESTS_EDGE_LOOPBACK_H_
#define BACKLINKS_TESTS_EDGE_LOOPBACK_H_

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "gtest/gtest.h"
#include "service/edge/file_descriptor.h"

namespace backlinks::testing_edge {

// Both ends of one connection.
struct Loopback {
  Loopback() : listener(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(listener.get(), any, size), 0);
    EXPECT_EQ(listen(listener.get(), 1), 0);
    EXPECT_EQ(getsockname(listener.get(), any, &size), 0);
    client = edge::FileDescriptor(socket(AF_INET, SOCK_STREAM, 0));
    EXPECT_EQ(connect(client.get(), any, size), 0);
    server = edge::FileDescriptor(accept(listener.get(), nullptr, nullptr));
  }
  void Send(size_t bytes) const {
    const std::string data(bytes, 'x');
    EXPECT_EQ(send(client.get(), data.data(), bytes, 0),
              static_cast<ssize_t>(bytes));
  }
  void Receive(size_t bytes) const {
    std::string data(bytes, 'x');
    EXPECT_EQ(recv(server.get(), data.data(), bytes, MSG_WAITALL),
              static_cast<ssize_t>(bytes));
  }

  edge::FileDescriptor listener;
  edge::FileDescriptor client;
  edge::FileDescriptor server;
};

}  // namespace backlinks::testing_edge

#endif  // BACKLINKS_TESTS_EDGE_LOOPBACK_H_
