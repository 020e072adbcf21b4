// Builds the google.protobuf.Struct of the columns beyond the 25, from the
// parser's events.
//
// Errors: none; text is mended to UTF-8, numbers are doubles as everywhere in
//         Struct.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_
#define BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_

#include <string_view>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace backlinks {

class OtherColumns {
 public:
  // The next event is about the member `key` of `columns`.
  void Begin(google::protobuf::Struct& columns, std::string_view key);

  // One event; true once the member is whole.
  bool Key(std::string_view key);
  bool Text(std::string_view value);
  bool Number(double value);
  bool Bool(bool value);
  bool Null();
  bool OpenObject();
  bool OpenArray();
  bool Close();

 private:
  // The place of the next value.
  google::protobuf::Value& Slot();
  bool whole() const { return open_.empty(); }

  google::protobuf::Value* slot_ = nullptr;     // Of the value to come.
  std::vector<google::protobuf::Value*> open_;  // Objects and arrays.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_OTHER_COLUMNS_H_
