// What a place probably holds, for those who named it without a kind.
#pragma once
#include <string>

namespace xp {

/// "csv", "json", "mlflow", "tensorboard"; empty: none of these.
std::string kind_at(const std::string& place);

}  // namespace xp
