#include "service/config/otlp_options.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/config/parsed_options.h"

namespace backlinks::config {
namespace {

using testing::HasSubstr;
using testing_app::ErrorOf;
using testing_app::MustParse;
using testing_app::TempFile;

constexpr char kPem[] = "-----BEGIN CERTIFICATE-----\n";

TEST(OtlpOptions, TracingIsOffByDefault) { EXPECT_FALSE(MustParse({}).otlp); }

TEST(OtlpOptions, AcceptsAnAddressWithAndWithoutAScheme) {
  for (const std::string prefix : {"", "http://", "https://"}) {
    for (const std::string address :
         {"collector:4317", "[::1]:4317", "127.0.0.1:65535"}) {
      const auto options = MustParse({"--otlp_endpoint", prefix + address});
      ASSERT_TRUE(options.otlp);
      EXPECT_EQ(options.otlp->address, address);
      EXPECT_EQ(options.otlp->tls, prefix == "https://");
    }
  }
  EXPECT_EQ(MustParse({"--otlp_endpoint=http://a:1/"}).otlp->address, "a:1");
}

TEST(OtlpOptions, RejectsWhatIsNoAddress) {
  for (const std::string text :
       {"collector", "collector:0", "collector:65536", ":4317", "a:1/", "//a:1",
        "grpc://a:1", "http://a:1/v1/traces", "http://", "https://a"}) {
    EXPECT_THAT(ErrorOf({"--otlp_endpoint", text}),
                HasSubstr("--otlp_endpoint"))
        << text;
  }
}

TEST(OtlpOptions, ReadsTheCertificatesOfAnHttpsCollector) {
  const TempFile roots("ca.pem", kPem);
  const auto options = MustParse(
      {"--otlp_endpoint=https://a:1", "--otlp_ca_file", roots.path()});
  ASSERT_TRUE(options.otlp);
  EXPECT_EQ(options.otlp->root_certificates, kPem);
}

TEST(OtlpOptions, RejectsCertificatesWithoutTls) {
  const TempFile roots("ca.pem", kPem);
  const TempFile empty("empty.pem", "");
  EXPECT_THAT(ErrorOf({"--otlp_ca_file", roots.path()}),
              HasSubstr("needs an --otlp_endpoint"));
  EXPECT_THAT(ErrorOf({"--otlp_endpoint=a:1", "--otlp_ca_file", roots.path()}),
              HasSubstr("https"));
  EXPECT_THAT(ErrorOf({"--otlp_endpoint=https://a:1", "--otlp_ca_file",
                       roots.path() + ".none"}),
              HasSubstr("cannot be read"));
  EXPECT_THAT(ErrorOf({"--otlp_endpoint=https://a:1", "--otlp_ca_file", "/"}),
              HasSubstr("cannot be read"));
  EXPECT_THAT(
      ErrorOf({"--otlp_endpoint=https://a:1", "--otlp_ca_file", empty.path()}),
      HasSubstr("no certificate"));
}

}  // namespace
}  // namespace backlinks::config
