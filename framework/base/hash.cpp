#include "framework/base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "framework/base/error.h"

namespace xp {
namespace {

using Context = std::shared_ptr<EVP_MD_CTX>;

Context fresh() {
  Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) throw Error("SHA-256 is not available");
  return context;
}

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string in_hex(const Digest& digest, unsigned size) {
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    static constexpr char digits[] = "0123456789abcdef";
    hex += digits[digest[i] >> 4];
    hex += digits[digest[i] & 15];
  }
  return hex;
}

std::string finish(EVP_MD_CTX* context) {
  Digest digest;
  unsigned size = 0;
  EVP_DigestFinal_ex(context, digest.data(), &size);
  return in_hex(digest, size);
}

}  // namespace

std::string sha256(std::string_view bytes) {
  Context context = fresh();
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  return finish(context.get());
}

std::string sha256_of_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) throw Error("cannot read " + path + ": " + std::strerror(errno));
  Context context = fresh();
  std::array<char, 1 << 16> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    EVP_DigestUpdate(context.get(), buffer.data(), n);
  if (std::ferror(file.get())) throw Error("cannot read " + path + ": " + std::strerror(errno));
  return finish(context.get());
}

std::string keyed_hash(std::string_view key, std::string_view text) {
  Digest digest;
  unsigned size = 0;
  if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
            text.size(), digest.data(), &size))
    throw Error("HMAC-SHA256 is not available");
  return in_hex(digest, size);
}

Hasher::Hasher() : context_(fresh()) {}

Hasher& Hasher::add(std::string_view part) {
  const std::uint64_t size = part.size();
  auto* context = static_cast<EVP_MD_CTX*>(context_.get());
  EVP_DigestUpdate(context, &size, sizeof size);
  EVP_DigestUpdate(context, part.data(), part.size());
  return *this;
}

std::string Hasher::hex() { return finish(static_cast<EVP_MD_CTX*>(context_.get())); }

}  // namespace xp
