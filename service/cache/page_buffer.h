// A body that one coroutine receives while another one reads it.
//
// Pieces that were read are kept until DropRead, for Join.
// Threads: one executor.
#ifndef BACKLINKS_SERVICE_CACHE_PAGE_BUFFER_H_
#define BACKLINKS_SERVICE_CACHE_PAGE_BUFFER_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace backlinks::cache {

// The maximum size of a piece of a body.
inline constexpr size_t kMaxPieceBytes = 64 << 10;

class PageBuffer {
 public:
  void Append(std::string_view bytes);

  // Returns the next bytes, at most kMaxPieceBytes, valid until the next call.
  // Empty if there are none.
  std::string_view Next();
  bool has_unread() const { return read_bytes_ < bytes_; }

  // Lets each call of Next free what was read before.
  void DropRead() { keeps_read_ = false; }

  // Returns the whole body. Not after DropRead.
  std::string Join() const;
  // Lets Next continue in `whole`, which is the body, and free the pieces.
  void SwitchTo(std::shared_ptr<const std::string> whole);

 private:
  void FreeRead();

  // Each with a capacity that it keeps, so that its bytes do not move.
  std::deque<std::string> chunks_;
  size_t chunk_ = 0;   // The one that is read.
  size_t offset_ = 0;  // In it.
  size_t bytes_ = 0;
  size_t read_bytes_ = 0;
  bool keeps_read_ = true;
  std::shared_ptr<const std::string> whole_;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_PAGE_BUFFER_H_
