# cmake -DIN=<file> -DOUT=<file.cc> -P embed_descriptor_set.cmake
# Writes the bytes of IN as C++ source.
file(READ ${IN} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes ${bytes})
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes ${bytes})
file(WRITE ${OUT} "#include \"proto/descriptor_set.h\"
namespace backlinks {
namespace {
const unsigned char kBytes[] = {
${bytes}
};
}  // namespace
std::string_view EmbeddedDescriptorSet() {
  return {reinterpret_cast<const char*>(kBytes), sizeof(kBytes)};
}
}  // namespace backlinks
")
