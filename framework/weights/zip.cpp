#include "framework/weights/zip.h"

#include <fmt/format.h>
#include <zip.h>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {

Zip::Zip(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  archive_ = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  const std::string reason = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (archive_) return;
  if (source) zip_source_free(source);
  throw Error("the zip archive is damaged: " + reason, "copy or download it again");
}

Zip::~Zip() { zip_discard(archive_); }

std::vector<std::string> Zip::names() const {
  std::vector<std::string> all;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive_, 0); ++i)
    if (const char* name = zip_get_name(archive_, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW)) all.emplace_back(name);
  return all;
}

bool Zip::has(const std::string& name) const { return zip_name_locate(archive_, name.c_str(), ZIP_FL_ENC_RAW) >= 0; }

std::string Zip::read(const std::string& name, Budget& budget) const {
  const auto refuse = [&](const std::string& why) {
    throw Error(fmt::format("the archive's {} {}", shorten(name, 80), why), "copy or download it again");
  };
  const zip_int64_t place = zip_name_locate(archive_, name.c_str(), ZIP_FL_ENC_RAW);
  if (place < 0) refuse("is missing");
  zip_stat_t stat;
  if (zip_stat_index(archive_, static_cast<zip_uint64_t>(place), 0, &stat) != 0 || !(stat.valid & ZIP_STAT_SIZE))
    refuse("has no size");
  budget.spend(stat.size);
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive_, static_cast<zip_uint64_t>(place), 0), zip_fclose);
  if (!file) refuse(std::string("cannot be read: ") + zip_strerror(archive_));
  std::string content(stat.size, '\0');
  char beyond;  // reading up to the end is what compares the checksum
  if (zip_fread(file.get(), content.data(), content.size()) != static_cast<zip_int64_t>(content.size()) ||
      zip_fread(file.get(), &beyond, 1) != 0)
    refuse("is damaged");
  return content;
}

}  // namespace xp
