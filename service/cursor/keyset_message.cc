#include "service/cursor/keyset_message.h"

#include <string>
#include <utility>
#include <variant>

namespace backlinks::cursor {
namespace {

using Keys = google::protobuf::RepeatedPtrField<cursor::v1::KeyValue>;
using Identities = google::protobuf::RepeatedPtrField<cursor::v1::RowIdentity>;

struct ValueWriter {
  void operator()(std::monostate) const {}
  void operator()(int64_t number) const { out.set_number(number); }
  void operator()(bool value) const { out.set_boolean(value); }
  void operator()(const Time& time) const {
    out.mutable_time()->set_seconds(time.seconds);
    out.mutable_time()->set_nanos(time.nanos);
  }
  void operator()(const NumberLiteral& number) const {
    out.set_number_literal(number.text);
  }
  void operator()(const std::string& text) const { out.set_text(text); }

  cursor::v1::KeyValue& out;
};

KeyValue ReadValue(const cursor::v1::KeyValue& message) {
  switch (message.value_case()) {
    case cursor::v1::KeyValue::kNumber:
      return message.number();
    case cursor::v1::KeyValue::kBoolean:
      return message.boolean();
    case cursor::v1::KeyValue::kTime:
      return Time{message.time().seconds(), message.time().nanos()};
    case cursor::v1::KeyValue::kNumberLiteral:
      return NumberLiteral{message.number_literal()};
    case cursor::v1::KeyValue::kText:
      return message.text();
    case cursor::v1::KeyValue::VALUE_NOT_SET:
      break;
  }
  return std::monostate();
}

void Write(const std::vector<KeyValue>& keys, Keys& out) {
  for (const KeyValue& key : keys) std::visit(ValueWriter{*out.Add()}, key);
}

std::vector<KeyValue> Read(const Keys& messages) {
  std::vector<KeyValue> keys;
  for (const auto& message : messages) keys.push_back(ReadValue(message));
  return keys;
}

void Write(const RowIdentities& rows, Identities& out) {
  for (const auto& [digest, count] : rows) {
    cursor::v1::RowIdentity& identity = *out.Add();
    identity.set_digest(digest);
    identity.set_count(count);
  }
}

RowIdentities Read(const Identities& messages) {
  RowIdentities rows;
  for (const auto& message : messages) {
    rows[message.digest()] += message.count();
  }
  return rows;
}

}  // namespace

cursor::v1::KeysetPosition ToMessage(const KeysetPosition& position) {
  cursor::v1::KeysetPosition message;
  Write(position.keys, *message.mutable_keys());
  Write(position.seen, *message.mutable_seen());
  message.set_in_full_order(position.in_full_order);
  Write(position.full_order_keys, *message.mutable_full_order_keys());
  Write(position.full_order_seen, *message.mutable_full_order_seen());
  message.set_after_equals(position.after_equals);
  Write(position.after_seen, *message.mutable_after_seen());
  return message;
}

KeysetPositionPtr FromMessage(const cursor::v1::KeysetPosition& message) {
  KeysetPosition position;
  position.keys = Read(message.keys());
  position.seen = Read(message.seen());
  position.in_full_order = message.in_full_order();
  position.full_order_keys = Read(message.full_order_keys());
  position.full_order_seen = Read(message.full_order_seen());
  position.after_equals = message.after_equals();
  position.after_seen = Read(message.after_seen());
  return std::make_shared<const KeysetPosition>(std::move(position));
}

}  // namespace backlinks::cursor
