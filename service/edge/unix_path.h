// The path of a Unix socket, while a server listens on it.
//
// A lock on PATH.lock keeps a second server away, also while neither listens
// yet. The kernel releases it when the process ends, however it ends.
#ifndef BACKLINKS_SERVICE_EDGE_UNIX_PATH_H_
#define BACKLINKS_SERVICE_EDGE_UNIX_PATH_H_

#include <sys/stat.h>

#include <memory>
#include <string>
#include <utility>

#include "boost/system/error_code.hpp"
#include "service/edge/file_descriptor.h"

namespace backlinks::edge {

class UnixPath {
 public:
  // Removes the socket of a process that has ended.
  // Errors: address_in_use if another process listens there or is about to, or
  //         if the path is no socket; others of the file system.
  static std::unique_ptr<UnixPath> Claim(std::string path,
                                         boost::system::error_code& error);
  // Removes the socket and the lock, unless they are another process's.
  ~UnixPath();

  UnixPath(const UnixPath&) = delete;
  UnixPath& operator=(const UnixPath&) = delete;

  // Binds `socket`, and remembers the file that this makes.
  boost::system::error_code Bind(int socket);

 private:
  UnixPath(std::string path, FileDescriptor lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}

  const std::string path_;
  FileDescriptor lock_;
  bool is_bound_ = false;
  struct stat bound_ {};  // The file of the socket.
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_UNIX_PATH_H_
