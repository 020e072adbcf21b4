// What may come next on a command line, out of the program's own description:
// what the parser takes and what a shell offers cannot differ.
//
// The type name of an option says what its value is: "{a,b}" one of these,
// FILE, COLUMNS a list of column names, ORDER the same with directions.
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COMPLETION_H_
#define BACKLINKS_CLIENT_CPP_CLI_COMPLETION_H_

#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"

namespace backlinks {

struct Candidate {
  std::string word;  // Whole, with what was typed of it.
  std::string description;
};

struct Completion {
  std::vector<Candidate> candidates;
  bool files = false;    // Names of files fit as well.
  bool is_list = false;  // The word may continue after a candidate.
};

// `words` without the program's name; the last is the one being typed.
Completion Complete(const CLI::App& app, const std::vector<std::string>& words);

// For the scripts: a line "word<TAB>description" each, and lines ":files" and
// ":list".
std::string CompletionText(const Completion& completion);

// The values that a type name lists: "TEXT:{a,b}" has a and b.
std::vector<std::string> ListedValues(const std::string& type_name);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_COMPLETION_H_
