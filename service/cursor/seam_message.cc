#include "service/cursor/seam_message.h"

#include <string>
#include <utility>
#include <variant>

namespace backlinks {
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
  void operator()(const WrittenNumber& number) const {
    out.set_written_number(number.text);
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
    case cursor::v1::KeyValue::kWrittenNumber:
      return WrittenNumber{message.written_number()};
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

cursor::v1::Seam ToMessage(const Seam& seam) {
  cursor::v1::Seam message;
  Write(seam.keys, *message.mutable_keys());
  Write(seam.seen, *message.mutable_seen());
  message.set_deep(seam.deep);
  Write(seam.deep_keys, *message.mutable_deep_keys());
  Write(seam.deep_seen, *message.mutable_deep_seen());
  message.set_behind(seam.behind);
  Write(seam.after_seen, *message.mutable_after_seen());
  return message;
}

SeamPtr FromMessage(const cursor::v1::Seam& message) {
  Seam seam;
  seam.keys = Read(message.keys());
  seam.seen = Read(message.seen());
  seam.deep = message.deep();
  seam.deep_keys = Read(message.deep_keys());
  seam.deep_seen = Read(message.deep_seen());
  seam.behind = message.behind();
  seam.after_seen = Read(message.after_seen());
  return std::make_shared<const Seam>(std::move(seam));
}

}  // namespace backlinks
