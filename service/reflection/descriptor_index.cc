#include "service/reflection/descriptor_index.h"

#include <algorithm>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "google/protobuf/descriptor.pb.h"

namespace backlinks::reflection {
namespace {

namespace pb = google::protobuf;

absl::Status NotFound(std::string_view kind, std::string_view name) {
  const std::string message = fmt::format("no {} \"{}\"", kind, name);
  return absl::NotFoundError(message);
}

std::string WithoutDot(const std::string& name) {
  return !name.empty() && name[0] == '.' ? name.substr(1) : name;
}

// The pool also finds packages, by one of their files; but a package is not
// declared by a single file.
bool IsPackage(const pb::FileDescriptor& file, const std::string& symbol) {
  return (std::string(file.package()) + ".").rfind(symbol + ".", 0) == 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<DescriptorIndex>> DescriptorIndex::Make(
    std::string_view descriptor_set) {
  pb::FileDescriptorSet set;
  if (!set.ParseFromArray(descriptor_set.data(),
                          static_cast<int>(descriptor_set.size()))) {
    return absl::InternalError("the descriptor set does not parse");
  }
  std::unique_ptr<DescriptorIndex> index(new DescriptorIndex());
  for (const pb::FileDescriptorProto& file : set.file()) {
    if (index->pool_.BuildFile(file) == nullptr) {
      return absl::InternalError("the descriptor set is incomplete");
    }
    index->files_[file.name()] = file.SerializeAsString();
  }
  return index;
}

absl::StatusOr<DescriptorIndex::File> DescriptorIndex::FindFile(
    const std::string& name) const {
  if (const auto* file = pool_.FindFileByName(name)) return file;
  return NotFound("file", name);
}

absl::StatusOr<DescriptorIndex::File> DescriptorIndex::FindSymbol(
    const std::string& name) const {
  const std::string symbol = WithoutDot(name);
  const auto* file = pool_.FindFileContainingSymbol(symbol);
  if (file == nullptr || IsPackage(*file, symbol)) {
    return NotFound("symbol", name);
  }
  return file;
}

absl::StatusOr<DescriptorIndex::File> DescriptorIndex::FindExtension(
    const std::string& message, int number) const {
  const auto* type = pool_.FindMessageTypeByName(WithoutDot(message));
  if (type == nullptr) return NotFound("message", message);
  const auto* extension = pool_.FindExtensionByNumber(type, number);
  if (extension != nullptr) return extension->file();
  return NotFound("extension", fmt::format("{}.{}", message, number));
}

absl::StatusOr<std::vector<int>> DescriptorIndex::ExtensionNumbers(
    const std::string& message) const {
  const auto* type = pool_.FindMessageTypeByName(WithoutDot(message));
  if (type == nullptr) return NotFound("message", message);
  std::vector<const pb::FieldDescriptor*> extensions;
  pool_.FindAllExtensions(type, &extensions);
  std::vector<int> numbers;
  numbers.reserve(extensions.size());
  for (const auto* extension : extensions) {
    numbers.push_back(extension->number());
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::vector<std::string> DescriptorIndex::Serialize(
    File file, std::set<std::string>& sent) const {
  std::string name(file->name());
  std::vector<std::string> result = {files_.at(name)};
  sent.insert(std::move(name));
  std::vector<File> left = {file};
  while (!left.empty()) {
    const File next = left.back();
    left.pop_back();
    for (int i = 0; i < next->dependency_count(); ++i) {
      const File dependency = next->dependency(i);
      const std::string imported(dependency->name());
      if (!sent.insert(imported).second) continue;
      result.push_back(files_.at(imported));
      left.push_back(dependency);
    }
  }
  return result;
}

}  // namespace backlinks::reflection
