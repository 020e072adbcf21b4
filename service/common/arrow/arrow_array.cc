#include "service/common/arrow/arrow_array.h"

namespace backlinks::arrow {
namespace {

template <typename T>
std::string_view Bytes(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()),
          values.size() * sizeof(T)};
}

}  // namespace

void ArrowBits::AppendOnes(int64_t count) {
  for (; count > 0; --count) Append(true);
}

void ArrowBits::Clear() {
  bytes_.clear();
  size_ = 0;
}

void ArrowArray::AppendNull() {
  switch (type_) {
    case ArrowType::kInt64:
    case ArrowType::kTimestamp:
      numbers_.push_back(0);
      break;
    case ArrowType::kBool:
      bools_.Append(false);
      break;
    case ArrowType::kUtf8:
      ends_.push_back(ends_.back());
      break;
  }
  if (null_count_++ == 0) validity_.AppendOnes(size_);
  validity_.Append(false);
  ++size_;
}

void ArrowArray::AppendNumber(int64_t value) {
  numbers_.push_back(value);
  AppendPlace();
}

void ArrowArray::AppendBool(bool value) {
  bools_.Append(value);
  AppendPlace();
}

void ArrowArray::AppendText(std::string_view value) {
  texts_ += value;
  ends_.push_back(static_cast<int32_t>(texts_.size()));
  AppendPlace();
}

std::vector<std::string_view> ArrowArray::Buffers() const {
  // The validity buffer may be empty if nothing is null.
  const std::string_view validity =
      null_count_ == 0 ? std::string_view() : validity_.bytes();
  switch (type_) {
    case ArrowType::kBool:
      return {validity, bools_.bytes()};
    case ArrowType::kUtf8:
      return {validity, Bytes(ends_), texts_};
    case ArrowType::kInt64:
    case ArrowType::kTimestamp:
      break;
  }
  return {validity, Bytes(numbers_)};
}

void ArrowArray::Clear() {
  size_ = 0;
  null_count_ = 0;
  validity_.Clear();
  bools_.Clear();
  numbers_.clear();
  ends_.assign(1, 0);
  texts_.clear();
}

}  // namespace backlinks::arrow
