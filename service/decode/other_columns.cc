#include "service/decode/other_columns.h"

#include <charconv>

#include "service/decode/utf8.h"

namespace backlinks::decode {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// Approximate sizes of an object with the pointer to it, and of a map node.
constexpr size_t kValueSize = 64;
constexpr size_t kMemberSize = 64;

}  // namespace

void OtherColumns::Begin(Struct& columns, std::string_view key) {
  open_.clear();
  NameSlot(columns, key);
}

void OtherColumns::NameSlot(Struct& object, std::string_view key) {
  size_ += kMemberSize + key.size();
  slot_ = &(*object.mutable_fields())[Sanitized(key)];
  slot_->Clear();
}

std::string OtherColumns::Sanitized(std::string_view text) {
  if (ValidUtf8(text)) return std::string(text);
  ++malformed_count_;
  return SanitizeUtf8(text);
}

Value& OtherColumns::Slot() {
  size_ += kValueSize;
  if (!open_.empty() && open_.back()->has_list_value()) {
    return *open_.back()->mutable_list_value()->add_values();
  }
  return *slot_;
}

bool OtherColumns::Key(std::string_view key) {
  NameSlot(*open_.back()->mutable_struct_value(), key);
  return false;
}

bool OtherColumns::Text(std::string_view value) {
  size_ += value.size();
  Slot().set_string_value(Sanitized(value));
  return whole();
}

bool OtherColumns::Number(std::string_view written) {
  double value = 0;
  const char* const end = written.data() + written.size();
  if (std::from_chars(written.data(), end, value).ec != std::errc()) {
    ++malformed_count_;
    return Null();
  }
  Slot().set_number_value(value);
  return whole();
}

bool OtherColumns::Bool(bool value) {
  Slot().set_bool_value(value);
  return whole();
}

bool OtherColumns::Null() {
  Slot().set_null_value(google::protobuf::NULL_VALUE);
  return whole();
}

bool OtherColumns::OpenObject() {
  Value& value = Slot();
  value.mutable_struct_value();
  open_.push_back(&value);
  return false;
}

bool OtherColumns::OpenArray() {
  Value& value = Slot();
  value.mutable_list_value();
  open_.push_back(&value);
  return false;
}

bool OtherColumns::Close() {
  open_.pop_back();
  return whole();
}

}  // namespace backlinks::decode
