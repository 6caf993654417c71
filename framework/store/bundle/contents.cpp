#include "framework/store/bundle/contents.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/interrupt.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t piece = 16 << 20;  // SQLite takes at most 1 GB, and all of one into memory

std::string whose(const Db& db, const StoredContent& content) {
  std::string out = "an artifact";
  db.rows(
      "SELECT name, run FROM artifacts WHERE sha256 = ? ORDER BY run LIMIT 1",
      [&](Row r) { out = fmt::format("{} of run{}", r.text(0), r.integer(1)); }, content.sha256);
  return out;
}

}  // namespace

std::vector<StoredContent> contents_of(const Db& db) {
  std::vector<StoredContent> out;
  db.rows("SELECT sha256, max(size) FROM artifacts GROUP BY sha256 ORDER BY sha256", [&](Row r) {
    out.push_back({r.text(0), r.integer(1)});
  });
  return out;
}

void make_bundle(Db& db) {
  db.run("CREATE TABLE bundle (format INTEGER NOT NULL, xp TEXT NOT NULL, packed TEXT NOT NULL)");
  db.run(
      "CREATE TABLE contents (sha256 TEXT NOT NULL, place INTEGER NOT NULL, bytes BLOB NOT NULL, "
      "PRIMARY KEY (sha256, place))");
}

void put_content(Db& bundle, const StoredContent& content, const std::string& file) {
  PoliteInterrupt::end_if_pending();
  if (!fs::exists(file))
    throw Error(whose(bundle, content) + " is missing: there is no " + file, "xp doctor says what else is",
                Exit::failed);
  if (sha256_of_file(file) != content.sha256)
    throw Error(fmt::format("{} is damaged: {} is not what its name says", whose(bundle, content), file),
                "xp doctor says what else is", Exit::failed);
  std::ifstream in(file, std::ios::binary);
  std::int64_t place = 0;
  for (std::int64_t left = content.size; left > 0; left -= piece) {
    Blob bytes{std::string(static_cast<std::size_t>(std::min(left, piece)), '\0')};
    if (!in.read(bytes.bytes.data(), static_cast<std::streamsize>(bytes.bytes.size())))
      throw Error("cannot read " + file, "", Exit::failed);
    bundle.run("INSERT INTO contents VALUES (?, ?, ?)", content.sha256, place++, bytes);
  }
}

void take_content(const Db& bundle, const StoredContent& content, const std::string& file) {
  PoliteInterrupt::end_if_pending();
  NewFile taken(file);
  bundle.rows(
      "SELECT bytes FROM contents WHERE sha256 = ? ORDER BY place", [&](Row r) { taken.write(r.text(0)); },
      content.sha256);
  taken.keep(true);
  if (sha256_of_file(file) != content.sha256)
    throw Error(whose(bundle, content) + " is not what its SHA-256 says: the file is damaged, or was tampered with",
                "nothing was imported");
}

}  // namespace xp
