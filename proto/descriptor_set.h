// Every file this server can describe, comments included: a serialized
// google.protobuf.FileDescriptorSet, each file after those it imports.
//
// Made by protoc when the project is built and part of the program.
#ifndef BACKLINKS_PROTO_DESCRIPTOR_SET_H_
#define BACKLINKS_PROTO_DESCRIPTOR_SET_H_

#include <string_view>

namespace backlinks {

std::string_view EmbeddedDescriptorSet();

}  // namespace backlinks

#endif  // BACKLINKS_PROTO_DESCRIPTOR_SET_H_
