// Runs the command line client inside the test, against a scripted service.
#ifndef BACKLINKS_TESTS_CLIENT_COMMAND_RUN_H_
#define BACKLINKS_TESTS_CLIENT_COMMAND_RUN_H_

#include <string>
#include <vector>

namespace backlinks {

struct CommandRun {
  int exit = -1;
  std::string out;
  std::string err;
};

struct Terminals {
  bool out = false;
  bool err = false;
};

// Files to write to, e.g. "/dev/full"; empty for those that CommandRun shows.
struct OutputPaths {
  std::string out;
  std::string err;
};

// `words` without the program's name, which is "backlinks".
CommandRun RunCommand(std::vector<std::string> words,
                      const std::string& input = "", Terminals terminals = {},
                      const OutputPaths& paths = {});

}  // namespace backlinks

#endif  // BACKLINKS_TESTS_CLIENT_COMMAND_RUN_H_
