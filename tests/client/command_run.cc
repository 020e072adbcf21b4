#include "tests/client/command_run.h"

#include <cstdio>

#include "client/cpp/cli/program.h"

namespace backlinks {
namespace {

// Empty if `path` says that it is a file of the test's.
std::string Contents(std::FILE* file, const std::string& path) {
  std::string text;
  if (path.empty()) {
    std::rewind(file);
    cli::ReadAll(file, text);
  }
  std::fclose(file);
  return text;
}

std::FILE* Open(const std::string& path) {
  return path.empty() ? std::tmpfile() : std::fopen(path.c_str(), "w");
}

}  // namespace

CommandRun RunCommand(std::vector<std::string> words, const std::string& input,
                      Terminals terminals, const OutputPaths& paths) {
  words.insert(words.begin(), "backlinks");
  std::FILE* const in = std::tmpfile();
  std::fputs(input.c_str(), in);
  std::rewind(in);
  std::FILE* const out = Open(paths.out);
  std::FILE* const err = Open(paths.err);
  const int exit = cli::RunBacklinks(
      words, {in, OutputFile(fileno(out), "standard output", terminals.out),
              OutputFile(fileno(err), "standard error", terminals.err)});
  std::fclose(in);
  return {exit, Contents(out, paths.out), Contents(err, paths.err)};
}

}  // namespace backlinks
