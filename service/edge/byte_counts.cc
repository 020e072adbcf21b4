#include "service/edge/byte_counts.h"

// The header of glibc lacks the members that are read here.
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace backlinks::edge {

ByteCounts ReadByteCounts(int fd) {
  int unread = 0;
  if (ioctl(fd, SIOCINQ, &unread) != 0) return {};
  tcp_info info{};
  socklen_t size = sizeof(info);
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return {};
  return {static_cast<int64_t>(info.tcpi_bytes_received) - unread,
          static_cast<int64_t>(info.tcpi_bytes_sent)};
}

}  // namespace backlinks::edge
