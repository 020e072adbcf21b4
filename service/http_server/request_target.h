// Parses the target of a request line and percent-decodes it.
#ifndef BACKLINKS_SERVICE_HTTP_SERVER_REQUEST_TARGET_H_
#define BACKLINKS_SERVICE_HTTP_SERVER_REQUEST_TARGET_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace backlinks::http_server {

struct RequestTarget {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};

// "/a%20b?x=1&y=a+b" → path "/a b", x "1", y "a b". A "%" that begins no escape
// is kept as it is.
RequestTarget ParseRequestTarget(std::string_view target);

}  // namespace backlinks::http_server

#endif  // BACKLINKS_SERVICE_HTTP_SERVER_REQUEST_TARGET_H_
