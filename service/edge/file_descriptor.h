// Owns a file descriptor, which it closes.
#ifndef BACKLINKS_SERVICE_EDGE_FILE_DESCRIPTOR_H_
#define BACKLINKS_SERVICE_EDGE_FILE_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace backlinks::edge {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  // Takes a descriptor that a system call returned; -1 is none.
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  FileDescriptor(FileDescriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() { Close(); }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  // Returns the descriptor, which the caller must close.
  int Release() { return std::exchange(fd_, -1); }
  void Close() {
    if (is_open()) close(Release());
  }

 private:
  int fd_ = -1;
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_FILE_DESCRIPTOR_H_
