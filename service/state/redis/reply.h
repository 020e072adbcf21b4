// A reply of Redis, as a plain value.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_REPLY_H_
#define BACKLINKS_SERVICE_STATE_REDIS_REPLY_H_

#include <cstdint>
#include <string>
#include <vector>

namespace backlinks::state::redis {

struct Reply {
  enum class Type { kNil, kInteger, kString, kStatus, kError, kArray };

  Type type = Type::kNil;
  int64_t integer = 0;
  std::string text;  // Of a string, a status or an error.
  std::vector<Reply> elements;

  bool is_nil() const { return type == Type::kNil; }
  bool is_integer() const { return type == Type::kInteger; }
  bool is_string() const { return type == Type::kString; }
  bool is_error() const { return type == Type::kError; }
  bool is_array(size_t size) const {
    return type == Type::kArray && elements.size() == size;
  }
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_REPLY_H_
