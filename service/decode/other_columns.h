// Builds the google.protobuf.Struct of the columns other than the 25, from the
// parser's events.
//
// Units:  numbers are the nearest doubles, as always in Struct.
// Errors: text that is not UTF-8 is sanitized, and a number beyond the range of
//         double becomes null; both are counted as malformed.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_
#define BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace backlinks::decode {

class OtherColumns {
 public:
  // Starts a new row.
  void Clear() { size_ = 0; }

  // Starts the member `key` of `columns`: the next events belong to it.
  void Begin(google::protobuf::Struct& columns, std::string_view key);

  // Each of these handles one event and returns true once the member is
  // complete.
  bool Key(std::string_view key);
  bool Text(std::string_view value);
  bool Number(std::string_view written);
  bool Bool(bool value);
  bool Null();
  bool OpenObject();
  bool OpenArray();
  bool Close();

  // Returns the approximate memory of what was built for this row, in bytes.
  size_t size() const { return size_; }

  int64_t malformed_count() const { return malformed_count_; }

 private:
  // Returns where the next value is stored.
  google::protobuf::Value& Slot();
  void NameSlot(google::protobuf::Struct& object, std::string_view key);
  std::string Sanitized(std::string_view text);
  bool whole() const { return open_.empty(); }

  google::protobuf::Value* slot_ = nullptr;     // Where the next value goes.
  std::vector<google::protobuf::Value*> open_;  // Open objects and arrays.
  size_t size_ = 0;
  int64_t malformed_count_ = 0;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_
