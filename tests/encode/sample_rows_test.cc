// The shipped rows, from JSON to wire bytes, against the generated class.
#include <memory>
#include <string>
#include <vector>

#include "archive.h"
#include "archive_entry.h"
#include "gtest/gtest.h"
#include "service/decode/page_decoder.h"
#include "service/encode/row_encoder.h"
#include "tests/encode/generated_row.h"
#include "tests/support/file/source_path.h"

namespace backlinks::encode {
namespace {

constexpr char kSample[] = "service/embedded/sample/refpages.jsonl.xz";
constexpr size_t kPiece = 64 << 10;
constexpr int kEvery = 5;  // Of the rows that many are looked at.

class Comparer : public decode::RowSink {
 public:
  absl::Status OnRow(const Row& row) override {
    if (++rows_ % kEvery != 0) return absl::OkStatus();
    if (encoder_.Encode(row, FullColumnSet()) ==
        encode_testing::Expected(row, FullColumnSet())) {
      return absl::OkStatus();
    }
    return absl::InternalError("row " + std::to_string(rows_));
  }

 private:
  int rows_ = 0;
  RowEncoder encoder_;
};

class SampleRows : public testing::Test {
 protected:
  void SetUp() override {
    archive_read_support_filter_xz(reader_.get());
    archive_read_support_format_raw(reader_.get());
    archive_entry* entry = nullptr;
    ASSERT_EQ(
        archive_read_open_filename(
            reader_.get(), testing_file::SourcePath(kSample).c_str(), kPiece),
        ARCHIVE_OK);
    ASSERT_EQ(archive_read_next_header(reader_.get(), &entry), ARCHIVE_OK);
  }

  // The next rows with commas between them; "": there are no more.
  std::string Next() {
    std::string piece(kPiece, '\0');
    const auto size =
        archive_read_data(reader_.get(), piece.data(), piece.size());
    piece.resize(size > 0 ? size : 0);
    for (char& c : piece) {
      if (c == '\n') c = ',';
    }
    return piece;
  }

 private:
  std::unique_ptr<archive, int (*)(archive*)> reader_{archive_read_new(),
                                                      archive_read_free};
};

TEST_F(SampleRows, EqualTheGeneratedClass) {
  Comparer comparer;
  decode::PageDecoder decoder({.rows_key = "refpages",
                               .column_of =
                                   [](std::string_view name) {
                                     const Column* column = FindColumn(name);
                                     return column == nullptr ? 0
                                                              : column->number;
                                   },
                               .wanted = FullColumnSet()},
                              comparer);
  ASSERT_TRUE(decoder.Write(R"({"refpages":[)").ok());
  for (std::string piece = Next(); !piece.empty(); piece = Next()) {
    const absl::Status status = decoder.Write(piece);
    ASSERT_TRUE(status.ok()) << status;
  }
  // The last line's end became a comma, after which a row has to come.
  ASSERT_TRUE(decoder.Write("{}]}").ok());
  ASSERT_TRUE(decoder.Finish().ok());
  EXPECT_GT(decoder.row_count(), 20'000);
  for (const int64_t count : decoder.malformed_cells()) EXPECT_EQ(count, 0);
}

}  // namespace
}  // namespace backlinks::encode
