#include "tools/xp/parts.h"

namespace xp {

std::vector<Record> parts_of(const Store& store, const Record& record) {
  std::vector<Record> out;
  for (const Child& child : record.children)
    if (child.status == Status::finished) out.push_back(store.record(child.run));
  return out;
}

}  // namespace xp
