#include "service/exchange/inflater.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/support/http/compress.h"

namespace backlinks::exchange {
namespace {

using testing::HasSubstr;
using testing_http::Compress;
using testing_http::kGzip;
using testing_http::kZlib;

constexpr size_t kWindow = 64 << 10;

// What came out until the input ended or was found to be damaged.
struct Inflated {
  std::string text;
  absl::Status status;
  bool finished = false;
};

Inflated Inflate(const std::vector<std::string_view>& pieces,
                 size_t window_bytes = kWindow) {
  Inflater inflater(window_bytes);
  Inflated inflated;
  for (const std::string_view piece : pieces) {
    inflater.Feed(piece);
    while (true) {
      const auto window = inflater.Next();
      inflated.status = window.status();
      if (!window.ok()) return inflated;
      if (window->empty()) break;
      EXPECT_LE(window->size(), window_bytes);
      inflated.text += *window;
    }
    EXPECT_FALSE(inflater.has_input());
  }
  inflated.finished = inflater.finished();
  return inflated;
}

// Text that compresses to literals and to references to earlier text.
std::string Text(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += "{\"url_from\":\"https://" + std::to_string(i * 7919 % 10007) +
            ".example/\",\"ahrefs_rank\":" + std::to_string(i % 97) + "}\n";
  }
  return text;
}

void ExpectAtEverySplit(const std::string& compressed,
                        const std::string& text) {
  for (size_t at = 0; at <= compressed.size(); ++at) {
    const std::string_view all = compressed;
    const Inflated inflated = Inflate({all.substr(0, at), all.substr(at)});
    ASSERT_TRUE(inflated.status.ok()) << inflated.status << " at " << at;
    ASSERT_EQ(inflated.text, text) << "at " << at;
    ASSERT_TRUE(inflated.finished) << "at " << at;
  }
}

std::vector<std::string_view> Bytes(std::string_view all) {
  std::vector<std::string_view> bytes;
  for (size_t i = 0; i < all.size(); ++i) bytes.push_back(all.substr(i, 1));
  return bytes;
}

TEST(Inflater, InflatesGzipAndZlibAtEverySplit) {
  const std::string text = Text(100);
  ExpectAtEverySplit(Compress(text, kGzip), text);
  ExpectAtEverySplit(Compress(text, kZlib), text);
}

TEST(Inflater, InflatesMembersOneAfterAnotherAtEverySplit) {
  const std::string first = Text(20), second = Text(30);
  ExpectAtEverySplit(Compress(first) + Compress("") + Compress(second),
                     first + second);
}

TEST(Inflater, InflatesByteByByteIntoWindowsOfAnySize) {
  const std::string text = Text(2000);
  const std::string compressed = Compress(text);
  for (const size_t window : {1, 2, 7, 100, 4096, 1 << 20}) {
    EXPECT_EQ(Inflate({compressed}, window).text, text) << window;
    EXPECT_EQ(Inflate(Bytes(compressed), window).text, text) << window;
  }
}

TEST(Inflater, InflatesMoreThanItsWindowOfHistory) {
  const std::string text = Text(20000);
  EXPECT_EQ(Inflate({Compress(text)}).text, text);
}

TEST(Inflater, IsNotFinishedBeforeTheLastByte) {
  for (const int format : {kGzip, kZlib}) {
    const std::string text = Text(10);
    const std::string compressed = Compress(text, format);
    for (size_t size = 0; size < compressed.size(); ++size) {
      const Inflated inflated =
          Inflate({std::string_view(compressed).substr(0, size)});
      ASSERT_TRUE(inflated.status.ok()) << inflated.status << " at " << size;
      ASSERT_FALSE(inflated.finished) << size << " of " << compressed.size();
      ASSERT_TRUE(text.starts_with(inflated.text)) << size;
    }
  }
}

// A changed byte is an error, or makes the stream longer than its input, or is
// one of the header's that mean nothing here: the time, the system.
TEST(Inflater, NeverFinishesWithAnotherText) {
  const std::string text = Text(50);
  for (const int format : {kGzip, kZlib}) {
    const std::string compressed = Compress(text, format);
    for (size_t at = 0; at < compressed.size(); ++at) {
      std::string damaged = compressed;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
      const Inflated inflated = Inflate({damaged});
      if (inflated.status.ok() && inflated.finished) {
        ASSERT_EQ(inflated.text, text) << "byte " << at;
        ASSERT_LT(at, 10u);
      }
    }
  }
}

TEST(Inflater, NamesWhatIsNotCompressed) {
  const Inflated inflated = Inflate({"{\"backlinks\": []}"});
  EXPECT_EQ(GetReason(inflated.status), Reason::kUpstreamMalformed);
  EXPECT_THAT(std::string(inflated.status.message()),
              HasSubstr("compressed body is damaged near byte"));
}

TEST(Inflater, KeepsItsPlaceWhenTheWindowIsReleased) {
  const std::string text = Text(2000);
  const std::string compressed = Compress(text);
  Inflater inflater(100);
  inflater.Feed(compressed);
  std::string inflated;
  while (true) {
    const auto window = inflater.Next();
    ASSERT_TRUE(window.ok()) << window.status();
    if (window->empty()) break;
    inflated += *window;
    inflater.ReleaseWindow();
  }
  EXPECT_EQ(inflated, text);
  EXPECT_TRUE(inflater.finished());
}

}  // namespace
}  // namespace backlinks::exchange
