#include "service/edge/unix_path.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "boost/asio/error.hpp"

namespace backlinks::edge {
namespace {

using boost::system::error_code;

constexpr mode_t kLockMode = 0600;
// Each attempt fails only if another server removes the lock meanwhile.
constexpr int kAttempts = 100;

error_code LastError() { return {errno, boost::system::system_category()}; }

std::string LockPath(const std::string& path) { return path + ".lock"; }

bool IsSameFile(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// Whether `path` still names the open file.
bool IsAt(const std::string& path, int fd) {
  struct stat open {};
  struct stat named {};
  return fstat(fd, &open) == 0 && lstat(path.c_str(), &named) == 0 &&
         IsSameFile(open, named);
}

FileDescriptor Lock(const std::string& path, error_code& error) {
  for (int i = 0; i < kAttempts; ++i) {
    FileDescriptor file(open(
        path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kLockMode));
    if (!file.is_open()) {
      error = LastError();
      return {};
    }
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) break;
    if (IsAt(path, file.get())) return file;
  }
  error = boost::asio::error::address_in_use;
  return {};
}

// Claim's caller has checked the length of the path.
sockaddr_un Address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const size_t size = std::min(path.size(), sizeof(address.sun_path) - 1);
  path.copy(address.sun_path, size);
  return address;
}

template <typename Call>
int WithAddress(const Call& call, int socket, const std::string& path) {
  const sockaddr_un address = Address(path);
  return call(socket, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address));
}

// Whether a server of another program or version listens on the socket.
bool IsServed(const std::string& path) {
  const FileDescriptor client(
      socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  return WithAddress(connect, client.get(), path) == 0 || errno == EAGAIN;
}

}  // namespace

std::unique_ptr<UnixPath> UnixPath::Claim(std::string path, error_code& error) {
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    error = boost::asio::error::name_too_long;
    return nullptr;
  }
  FileDescriptor lock = Lock(LockPath(path), error);
  if (error) return nullptr;
  std::unique_ptr<UnixPath> claimed(
      new UnixPath(std::move(path), std::move(lock)));
  struct stat file {};
  if (lstat(claimed->path_.c_str(), &file) != 0 || !S_ISSOCK(file.st_mode)) {
    return claimed;  // Bind fails if there is a file.
  }
  if (IsServed(claimed->path_)) {
    error = boost::asio::error::address_in_use;
    return nullptr;
  }
  unlink(claimed->path_.c_str());
  return claimed;
}

error_code UnixPath::Bind(int socket) {
  if (WithAddress(bind, socket, path_) != 0) return LastError();
  is_bound_ = lstat(path_.c_str(), &bound_) == 0;
  return {};
}

UnixPath::~UnixPath() {
  struct stat file {};
  if (is_bound_ && lstat(path_.c_str(), &file) == 0 &&
      IsSameFile(file, bound_)) {
    unlink(path_.c_str());
  }
  if (IsAt(LockPath(path_), lock_.get())) unlink(LockPath(path_).c_str());
}

}  // namespace backlinks::edge
