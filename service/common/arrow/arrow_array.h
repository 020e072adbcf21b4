// The values of one column, in the memory layout of Apache Arrow.
//
// Layout:  one validity bit per value, the least significant first; numbers and
//          times as int64, booleans as bits, texts as int32 end offsets and
//          bytes; in the byte order of this machine.
// Limits:  less than 2 GiB for all texts of one array.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_COMMON_ARROW_ARROW_ARRAY_H_
#define BACKLINKS_SERVICE_COMMON_ARROW_ARROW_ARRAY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks::arrow {

enum class ArrowType {
  kInt64,
  kBool,
  kUtf8,
  kTimestamp,  // Microseconds since 1970 in UTC.
};

// A growing sequence of bits.
class ArrowBits {
 public:
  void Append(bool bit) {
    const auto place = static_cast<unsigned>(size_++ % 8);
    if (place == 0) bytes_ += '\0';
    bytes_.back() = static_cast<char>(bytes_.back() |
                                      (static_cast<unsigned>(bit) << place));
  }
  void AppendOnes(int64_t count);
  std::string_view bytes() const { return bytes_; }
  void Clear();

 private:
  std::string bytes_;
  int64_t size_ = 0;
};

class ArrowArray {
 public:
  explicit ArrowArray(ArrowType type) : type_(type) { Clear(); }

  ArrowType type() const { return type_; }

  void AppendNull();
  // Each method is only for arrays of its type; a timestamp is a number.
  void AppendNumber(int64_t value);
  void AppendBool(bool value);
  void AppendText(std::string_view value);

  int64_t size() const { return size_; }
  int64_t null_count() const { return null_count_; }
  // Returns the buffers as in a record batch; valid until the next change.
  std::vector<std::string_view> Buffers() const;

  void Clear();

 private:
  void AppendPlace() {
    ++size_;
    if (null_count_ > 0) validity_.Append(true);
  }

  ArrowType type_;
  int64_t size_ = 0;
  int64_t null_count_ = 0;
  ArrowBits validity_;  // Empty until the first null.
  ArrowBits bools_;
  std::vector<int64_t> numbers_;
  std::vector<int32_t> ends_;  // End offsets of texts, after an initial 0.
  std::string texts_;
};

}  // namespace backlinks::arrow

#endif  // BACKLINKS_SERVICE_COMMON_ARROW_ARROW_ARRAY_H_
