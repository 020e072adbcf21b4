#include "service/evaluate/text_matchers.h"

#include "service/common/text/host_name.h"

namespace backlinks::evaluate {

std::string_view FoldInThread(std::string_view text) {
  thread_local std::string folded;
  text::FoldCase(text, folded);
  return folded;
}

std::string_view CanonicalHostInThread(std::string_view url) {
  thread_local std::string host;
  text::CanonicalHost(text::UrlHost(url), host);
  return host;
}

}  // namespace backlinks::evaluate
