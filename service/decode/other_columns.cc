#include "service/decode/other_columns.h"

#include "service/decode/cell_conversion.h"
#include "simdjson.h"

namespace backlinks {
namespace {

using google::protobuf::Value;

std::string ValidUtf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size()) ? std::string(text)
                                                           : MendUtf8(text);
}

}  // namespace

void OtherColumns::Begin(google::protobuf::Struct& columns,
                         std::string_view key) {
  open_.clear();
  slot_ = &(*columns.mutable_fields())[ValidUtf8(key)];
  slot_->Clear();
}

Value& OtherColumns::Slot() {
  if (!open_.empty() && open_.back()->has_list_value()) {
    return *open_.back()->mutable_list_value()->add_values();
  }
  return *slot_;
}

bool OtherColumns::Key(std::string_view key) {
  slot_ = &(
      *open_.back()->mutable_struct_value()->mutable_fields())[ValidUtf8(key)];
  slot_->Clear();
  return false;
}

bool OtherColumns::Text(std::string_view value) {
  Slot().set_string_value(ValidUtf8(value));
  return whole();
}

bool OtherColumns::Number(double value) {
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

}  // namespace backlinks
