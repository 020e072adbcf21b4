// The tests on texts, each a small callable that is true where the test holds.
//
// In:      valid UTF-8, of the row and of the filter.
// Cost:    none allocates, but for folding, whose memory a thread keeps, and
//          for hosts that are not ASCII.
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

namespace backlinks {

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
  bool operator()(std::string_view text) const { return HasWord(text, value); }
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

// The folded text, until the next call in the same thread.
std::string_view FoldedHere(std::string_view text);

// The canonical host of a URL, likewise.
std::string_view CanonicalHostHere(std::string_view url);

// `test` on the folded text; its values must be folded.
template <typename TextMatcher>
struct Folded {
  TextMatcher matcher;
  bool operator()(std::string_view text) const {
    return matcher(FoldedHere(text));
  }
};

struct TextIsUrlBelow {
  std::string domain;  // As CanonicalHost gives it.
  bool operator()(std::string_view text) const {
    return IsHostBelow(CanonicalHostHere(text), domain);
  }
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EVALUATE_TEXT_MATCHERS_H_
