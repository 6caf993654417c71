// The header of a safetensors file, as it is parsed: no tree of JSON is ever built, so neither its depth nor its size
// costs more than the names that it holds.
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "framework/weights/weights.h"

namespace xp {

struct HeaderEntry {
  std::string name;
  std::optional<Element> element;
  std::vector<std::int64_t> shape;
  std::vector<std::uint64_t> offsets;
  std::set<std::string> fields;  // those seen
};

/// What stands before the numbers.
struct SafetensorsHeader {
  std::vector<HeaderEntry> entries;
  std::map<std::string, std::string> metadata;
};
/// Of its JSON alone, for a file that has so many bytes of numbers. Throws Error unless every one of them belongs to
/// exactly one tensor.
SafetensorsHeader parse_safetensors_header(std::string_view json, std::uint64_t numbers);
/// Of the file, whose numbers are not looked at. Throws Error naming it.
SafetensorsHeader read_safetensors_header(const std::string& path);
/// As the file begins, numbers aligned to eight bytes; offsets are made from shapes, in the order given.
std::string safetensors_header(const std::vector<HeaderEntry>& entries,
                               const std::map<std::string, std::string>& metadata);

/// Takes the events of the parser; throws Error at the first that no header has.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<HeaderEntry> entries;  // in the file's order
  std::map<std::string, std::string> metadata;

  bool start_object(std::size_t) override;
  bool end_object() override;
  bool key(std::string& name) override;
  bool start_array(std::size_t) override;
  bool end_array() override;
  bool string(std::string& text) override;
  bool number_unsigned(std::uint64_t number) override;

  bool null() override { refuse(); }
  bool boolean(bool) override { refuse(); }
  bool number_integer(std::int64_t) override { refuse(); }
  bool number_float(double, const std::string&) override { refuse(); }
  bool binary(nlohmann::json::binary_t&) override { refuse(); }
  bool parse_error(std::size_t place, const std::string&, const nlohmann::json::exception&) override;

 private:
  [[noreturn]] void refuse() const;

  int depth_ = 0;  // 1: among the tensors, 2: in one of them or in the metadata, 3: in an array
  bool in_metadata_ = false;
  std::string field_;  // the key last seen at depth 2
  std::set<std::string> names_;
};

}  // namespace xp
