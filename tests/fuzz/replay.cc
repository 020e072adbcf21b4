// Runs a fuzzer's entry point over the files of a folder, in the order of
// their names.
//
// Use: <name>_replay FOLDER
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

// clang-tidy may see the fuzzers in the same unit.
// NOLINTNEXTLINE(readability-redundant-declaration)
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::vector<std::filesystem::path> FilesOf(const char* folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void Run(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file),
                                std::istreambuf_iterator<char>()};
  std::printf("%s: %zu bytes\n", path.filename().c_str(), bytes.size());
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                         bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  const auto files =
      argc == 2 ? FilesOf(argv[1]) : std::vector<std::filesystem::path>();
  if (files.empty()) {
    std::fputs("use: replay FOLDER (with at least one file)\n", stderr);
    return 2;
  }
  for (const auto& path : files) Run(path);
  return 0;
}
