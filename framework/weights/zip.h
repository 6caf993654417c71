// Zip archives in memory. libzip is behind this header and nowhere else.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "framework/weights/budget.h"

struct zip;

namespace xp {

class Zip {
 public:
  /// The bytes have to outlive it. Throws Error when they are no archive.
  explicit Zip(std::string_view bytes);
  ~Zip();
  Zip(const Zip&) = delete;

  std::vector<std::string> names() const;
  bool has(const std::string& name) const;
  /// The content of an entry, inflated, its checksum compared. Throws Error when there is no such entry, when it is
  /// encrypted or damaged, and when `budget` does not allow its size.
  std::string read(const std::string& name, Budget& budget) const;

 private:
  zip* archive_;
};

}  // namespace xp
