// The artifacts of a bundle: their bytes in pieces, by SHA-256.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "framework/store/db.h"

namespace xp {

struct StoredContent {
  std::string sha256;
  std::int64_t size = 0;
};
/// That the rows of `artifacts` name, each once.
std::vector<StoredContent> contents_of(const Db& db);

/// What a bundle has beside the store's tables.
void make_bundle(Db& db);
/// Throws Error where the file is missing, or not what its name says.
void put_content(Db& bundle, const StoredContent& content, const std::string& file);
/// Throws Error where the bundle lacks it, or holds another one.
void take_content(const Db& bundle, const StoredContent& content, const std::string& file);

}  // namespace xp
