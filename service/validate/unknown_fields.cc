#include "service/validate/unknown_fields.h"

#include <set>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"

namespace backlinks::validate {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::UnknownFieldSet;

// Deeper than any filter within the depth limit.
constexpr int kMaxDepth = 64;

class Walker {
 public:
  explicit Walker(Violations& violations) : violations_(violations) {}

  void Walk(const Message& message) {
    if (++depth_ <= kMaxDepth && !violations_.full()) {
      Report(message.GetReflection()->GetUnknownFields(message));
      WalkFields(message);
    }
    --depth_;
  }

 private:
  void Report(const UnknownFieldSet& fields) {
    std::set<int> numbers;
    for (int i = 0; i < fields.field_count(); ++i) {
      numbers.insert(fields.field(i).number());
    }
    for (const int number : numbers) {
      violations_.Add(
          fmt::format("{}{}{}", path_, path_.empty() ? "" : ".", number),
          fmt::format("field number {} is unknown", number));
    }
  }

  void WalkFields(const Message& message) {
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      if (!field->is_repeated()) {
        Enter(reflection.GetMessage(message, field), field->name());
        continue;
      }
      const int count = reflection.FieldSize(message, field);
      for (int i = 0; i < count; ++i) {
        Enter(reflection.GetRepeatedMessage(message, field, i),
              fmt::format("{}[{}]", field->name(), i));
      }
    }
  }

  void Enter(const Message& message, std::string_view step) {
    const size_t size = path_.size();
    if (!path_.empty()) path_ += '.';
    path_ += step;
    Walk(message);
    path_.resize(size);
  }

  Violations& violations_;
  std::string path_;
  int depth_ = 0;
};

}  // namespace

void RejectUnknownFields(const Message& message, Violations& violations) {
  Walker(violations).Walk(message);
}

}  // namespace backlinks::validate
