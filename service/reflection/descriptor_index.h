// Finds proto files by the symbols that they declare, comments included.
//
// In:      a serialized FileDescriptorSet, each file after its imports.
// Errors:  Make fails if the set does not parse or is incomplete; Find… fails
//          with NOT_FOUND.
// Threads: every method may be called from any thread after Make.
#ifndef BACKLINKS_SERVICE_REFLECTION_DESCRIPTOR_INDEX_H_
#define BACKLINKS_SERVICE_REFLECTION_DESCRIPTOR_INDEX_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace backlinks::reflection {

class DescriptorIndex {
 public:
  static absl::StatusOr<std::unique_ptr<DescriptorIndex>> Make(
      std::string_view descriptor_set);

  using File = const google::protobuf::FileDescriptor*;

  absl::StatusOr<File> FindFile(const std::string& name) const;

  // Returns the file of a message, field, oneof, enum, enum value, extension,
  // service or method, by its full name, with or without a leading dot.
  absl::StatusOr<File> FindSymbol(const std::string& name) const;

  absl::StatusOr<File> FindExtension(const std::string& message,
                                     int number) const;

  // In ascending order.
  absl::StatusOr<std::vector<int>> ExtensionNumbers(
      const std::string& message) const;

  // Serializes the file and all its imports, except those in `sent`, and adds
  // them to `sent`. The file itself always comes first.
  std::vector<std::string> Serialize(File file,
                                     std::set<std::string>& sent) const;

 private:
  DescriptorIndex() = default;

  google::protobuf::DescriptorPool pool_;
  std::map<std::string, std::string> files_;  // Serialized, by name.
};

}  // namespace backlinks::reflection

#endif  // BACKLINKS_SERVICE_REFLECTION_DESCRIPTOR_INDEX_H_
