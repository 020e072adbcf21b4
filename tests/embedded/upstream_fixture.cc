#include "tests/embedded/upstream_fixture.h"

#include <algorithm>
#include <cctype>

#include "boost/json/parse.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "gtest/gtest.h"

namespace backlinks::embedded::testing_embedded {
namespace {

constexpr char kRows[] =
    R"({"page_size":1,"url_from":"https://blog.example.org/x","url_to":"https://github.com/","ahrefs_rank":10,"domain_rating":91,"title":"Python tools","first_seen":"2013-10-26T20:19:04Z","nofollow":false,"anchor":"home","link_type":"href"}
{"page_size":2,"url_from":"https://example.org/y","url_to":"https://github.com/a","ahrefs_rank":20,"domain_rating":92,"title":"A \"quoted\", title","first_seen":"2014-01-01T00:00:00Z","nofollow":true,"anchor":"a","link_type":"redirect"}
{"page_size":3,"url_from":"https://notexample.org/","url_to":"https://GitHub.com:443/a/b","ahrefs_rank":30,"domain_rating":93,"title":"日本語のタイトル","first_seen":"2015-06-01T12:00:00Z","nofollow":false,"anchor":"a\u0000b","link_type":"href"}
{"page_size":4,"url_from":"https://example.net/","url_to":"http://api.github.com/","ahrefs_rank":40,"domain_rating":94,"title":"it's C:\\path","first_seen":"2016-01-01T00:00:00Z","nofollow":true,"anchor":"","link_type":"href"}
{"page_size":5,"url_from":"https://example.com/","url_to":"https://gist.github.com/a","ahrefs_rank":50,"domain_rating":95,"title":"python <&> ]]>","first_seen":"2017-01-01T00:00:00Z","nofollow":false,"anchor":"true","link_type":"canonical"}
{"page_size":6,"url_from":"https://example.com/z","url_to":"https://github.com/ab?q=1"}
{"page_size":7,"url_from":"https://example.com/z","url_to":"https://notgithub.com/"}
{"page_size":8,"url_from":"https://example.com/z","url_to":"https://github.com.example/"}
)";

constexpr int kMany = 1205;

std::string Encode(std::string_view text) {
  std::string encoded;
  for (const unsigned char c : text) {
    encoded += std::isalnum(c) ? std::string(1, static_cast<char>(c))
                               : fmt::format("%{:02X}", c);
  }
  return encoded;
}

}  // namespace

std::string Rows() {
  std::string rows = kRows;
  for (int i = 0; i < kMany; ++i) {
    rows += fmt::format(
        R"({{"page_size":{},"url_to":"https://many.example/{}","title":"{}"}})"
        "\n",
        i, i, std::string(200, 'x'));
  }
  return rows;
}

std::string QueryOf(const Parameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    query += fmt::format("{}={}&", name, Encode(value));
  }
  return query;
}

std::string Target(const Parameters& parameters) {
  Parameters all = parameters;
  for (const auto& [name, value] :
       {std::pair{"token", "t"}, std::pair{"from", "backlinks"}}) {
    const bool given = std::any_of(
        parameters.begin(), parameters.end(),
        [name = name](const auto& known) { return known.first == name; });
    if (!given) all.emplace_back(name, value);
  }
  return "/?" + QueryOf(all);
}

UpstreamFixture::UpstreamFixture(EmbeddedOptions options,
                                 const std::string& rows) {
  options.data = files_.Write("rows.jsonl.zst", rows, Compression::kZstd);
  auto upstream = EmbeddedUpstream::Start(options);
  EXPECT_TRUE(upstream.ok()) << upstream.status();
  upstream_ = *std::move(upstream);
}

testing_http::HttpAnswer UpstreamFixture::Get(const Parameters& parameters,
                                              std::string_view headers) {
  return testing_http::HttpClient(upstream_->port())
      .Get(Target(parameters), headers);
}

std::vector<int64_t> UpstreamFixture::Numbers(Parameters parameters) {
  parameters.emplace_back("select", "page_size");
  const auto answer = Get(parameters);
  std::vector<int64_t> numbers;
  const boost::json::value body = Parse(answer.body());
  const auto* const rows = body.as_object().if_contains("refpages");
  EXPECT_NE(rows, nullptr) << answer.body();
  if (rows == nullptr) return numbers;
  for (const boost::json::value& row : rows->as_array()) {
    numbers.push_back(row.at("page_size").as_int64());
  }
  EXPECT_EQ(answer.header("X-Results-Count"), fmt::to_string(numbers.size()));
  EXPECT_EQ(answer.header("X-Status"), "");
  return numbers;
}

boost::json::value Parse(std::string_view body) {
  boost::system::error_code error;
  auto value = boost::json::parse({body.data(), body.size()}, error);
  EXPECT_FALSE(error) << error.message() << ": " << body;
  return error ? boost::json::object() : value;
}

}  // namespace backlinks::embedded::testing_embedded
