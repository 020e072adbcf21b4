// Builds the google.protobuf.Struct of the columns beyond the 25, from the
// parser's events.
//
// Units:  numbers are doubles, as everywhere in Struct: the nearest one.
// Errors: text that is not UTF-8 is mended, a number beyond double is null;
//         both are counted.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_
#define BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace backlinks {

class OtherColumns {
 public:
  // A new row.
  void Clear() { size_ = 0; }

  // The next event is about the member `key` of `columns`.
  void Begin(google::protobuf::Struct& columns, std::string_view key);

  // One event; true once the member is whole.
  bool Key(std::string_view key);
  bool Text(std::string_view value);
  bool Number(std::string_view written);
  bool Bool(bool value);
  bool Null();
  bool OpenObject();
  bool OpenArray();
  bool Close();

  // About the memory of what was built for this row, in bytes.
  size_t size() const { return size_; }

  int64_t malformed_count() const { return malformed_count_; }

 private:
  // The place of the next value.
  google::protobuf::Value& Slot();
  void NameSlot(google::protobuf::Struct& object, std::string_view key);
  std::string Sanitized(std::string_view text);
  bool whole() const { return open_.empty(); }

  google::protobuf::Value* slot_ = nullptr;     // Of the value to come.
  std::vector<google::protobuf::Value*> open_;  // Objects and arrays.
  size_t size_ = 0;
  int64_t malformed_count_ = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_
