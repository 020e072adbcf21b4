// Matchers for text: callables that return whether a text matches.
//
// In:      valid UTF-8, in the row and in the filter.
// Cost:    a matcher allocates memory only for folding, where each thread keeps
//          its memory, and for hosts that are not ASCII.
// Threads: immutable.
#ifndef BACKLINKS_SERVICE_EVALUATE_TEXT_MATCHERS_H_
#define BACKLINKS_SERVICE_EVALUATE_TEXT_MATCHERS_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "re2/re2.h"
#include "service/common/text/case_fold.h"
#include "service/common/text/url_host.h"
#include "service/common/text/word.h"

namespace backlinks::evaluate {

struct TextEquals {
  std::string value;
  bool operator()(std::string_view text) const { return text == value; }
};

struct TextContains {
  std::string value;
  bool operator()(std::string_view text) const {
    return text.find(value) != text.npos;
  }
};

struct TextHasWord {
  std::string value;
  bool operator()(std::string_view text) const {
    return text::HasWord(text, value);
  }
};

struct TextStartsWith {
  std::string value;
  bool operator()(std::string_view text) const {
    return text.substr(0, value.size()) == value;
  }
};

struct TextEndsWith {
  std::string value;
  bool operator()(std::string_view text) const {
    return text.size() >= value.size() &&
           text.substr(text.size() - value.size()) == value;
  }
};

struct TextIsOneOf {
  absl::flat_hash_set<std::string> values;
  bool operator()(std::string_view text) const {
    return values.contains(absl::string_view(text.data(), text.size()));
  }
};

struct TextMatches {
  std::unique_ptr<const RE2> regex;
  bool operator()(std::string_view text) const {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()),
                             *regex);
  }
};

// Returns the folded text, which is valid until the next call in the same
// thread.
std::string_view FoldInThread(std::string_view text);

// Returns the canonical host of a URL, which is valid likewise.
std::string_view CanonicalHostInThread(std::string_view url);

// Applies `matcher` to the folded text. The values of `matcher` must be folded.
template <typename TextMatcher>
struct Folded {
  TextMatcher matcher;
  bool operator()(std::string_view text) const {
    return matcher(FoldInThread(text));
  }
};

struct TextIsUrlBelow {
  std::string domain;  // In the form of CanonicalHost.
  bool operator()(std::string_view text) const {
    return text::IsHostBelow(CanonicalHostInThread(text), domain);
  }
};

}  // namespace backlinks::evaluate

#endif  // BACKLINKS_SERVICE_EVALUATE_TEXT_MATCHERS_H_
