// SHA-256 (FIPS 180-4, by OpenSSL), always as 64 lower-case hex digits.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace xp {

std::string sha256(std::string_view bytes);
/// Of a file's content, read in pieces. Throws Error when it cannot be read.
std::string sha256_of_file(const std::string& path);

/// HMAC-SHA256 (RFC 2104): without the key, nobody can tell which text a hash is of by trying them.
std::string keyed_hash(std::string_view key, std::string_view text);

/// For content that arrives in parts. Each part is preceded by its length, so ("ab","c") differs from ("a","bc").
class Hasher {
 public:
  Hasher();
  Hasher& add(std::string_view part);
  std::string hex();

 private:
  std::shared_ptr<void> context_;
};

}  // namespace xp
