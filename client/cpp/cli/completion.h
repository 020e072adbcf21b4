// Completes a command line from the program's own description, so that the
// parser and the completion cannot differ.
//
// The type name of an option describes its value: "{a,b}" is one of these, FILE
// a file, COLUMNS a list of column names, ORDER the same with directions.
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COMPLETION_H_
#define BACKLINKS_CLIENT_CPP_CLI_COMPLETION_H_

#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"

namespace backlinks::cli {

struct Candidate {
  std::string word;  // The complete word, including the typed part.
  std::string description;
};

struct Completion {
  std::vector<Candidate> candidates;
  bool files = false;    // File names are candidates, too.
  bool is_list = false;  // Further elements may follow the candidate.
};

// `words` are without the program's name; the last one is the word being typed.
Completion Complete(const CLI::App& app, const std::vector<std::string>& words);

// Formats the result for the scripts: one line "word<TAB>description" per
// candidate, and lines ":files" and ":list".
std::string CompletionText(const Completion& completion);

// Returns the values listed in a type name: "TEXT:{a,b}" has a and b.
std::vector<std::string> ListedValues(const std::string& type_name);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_COMPLETION_H_
