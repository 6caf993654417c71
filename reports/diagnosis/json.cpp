#include "reports/diagnosis/json.h"

#include "reports/json_parts.h"

namespace xp {

std::string json_of(const Diagnosis& d) { return dumped(json(d)); }

}  // namespace xp
