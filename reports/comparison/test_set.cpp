#include "reports/comparison/test_set.h"

#include <algorithm>
#include <vector>

#include "framework/base/hash.h"

namespace xp {

std::string test_set_hash(const Record& record) {
  std::vector<std::pair<std::string, std::string>> images;
  for (const StoredSample& s : record.samples)
    if (s.part == Part::test)
      images.emplace_back(s.sha256.empty() ? "name:" + s.name : s.sha256,
                          record.classes.at(static_cast<std::size_t>(s.label)));
  if (images.empty()) return "";
  std::sort(images.begin(), images.end());
  Hasher hash;
  for (const auto& [content, label] : images) hash.add(content).add(label);
  return hash.hex();
}

}  // namespace xp
