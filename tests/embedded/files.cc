#include "tests/embedded/files.h"

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>

#include "gtest/gtest.h"

namespace backlinks::embedded::testing_embedded {
namespace {

void AddFilter(archive* out, Compression compression) {
  switch (compression) {
    case Compression::kNone:
      break;
    case Compression::kGzip:
      archive_write_add_filter_gzip(out);
      break;
    case Compression::kXz:
      archive_write_add_filter_xz(out);
      break;
    case Compression::kZstd:
      archive_write_add_filter_zstd(out);
      break;
    case Compression::kBzip2:
      archive_write_add_filter_bzip2(out);
      break;
  }
}

}  // namespace

std::string Files::Write(std::string_view name, std::string_view text,
                         Compression compression) const {
  archive* const out = archive_write_new();
  archive_write_set_format_raw(out);
  AddFilter(out, compression);
  EXPECT_EQ(archive_write_open_filename(out, path(name).c_str()), ARCHIVE_OK);
  archive_entry* const entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  EXPECT_EQ(archive_write_header(out, entry), ARCHIVE_OK);
  archive_entry_free(entry);
  EXPECT_EQ(archive_write_data(out, text.data(), text.size()),
            static_cast<la_ssize_t>(text.size()));
  archive_write_free(out);
  return path(name);
}

bool Files::exists(std::string_view name) const {
  return std::filesystem::exists(path(name));
}

std::set<std::string> Files::names() const {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path(""))) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

}  // namespace backlinks::embedded::testing_embedded
