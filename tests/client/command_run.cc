#include "tests/client/command_run.h"

#include <cstdio>

#include "client/cpp/cli/program.h"

namespace backlinks {
namespace {

std::string Contents(std::FILE* file) {
  std::rewind(file);
  std::string text;
  ReadAll(file, text);
  std::fclose(file);
  return text;
}

}  // namespace

CommandRun RunCommand(std::vector<std::string> words, const std::string& input,
                      Terminals terminals) {
  words.insert(words.begin(), "backlinks");
  Console console;
  console.in = std::tmpfile();
  std::fputs(input.c_str(), console.in);
  std::rewind(console.in);
  console.out = std::tmpfile();
  console.err = std::tmpfile();
  console.out_is_terminal = terminals.out;
  console.err_is_terminal = terminals.err;
  const int exit = RunBacklinks(words, console);
  std::fclose(console.in);
  return {exit, Contents(console.out), Contents(console.err)};
}

}  // namespace backlinks
