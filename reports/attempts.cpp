#include "reports/attempts.h"

#include <fmt/format.h>

namespace xp {

std::string resumed(const Record& record) {
  if (record.attempts.empty()) return "";
  const Attempt& last = record.attempts.back();
  const std::string from = last.epoch > 0  ? fmt::format("after epoch {}", last.epoch)
                           : last.step > 0 ? "within epoch 1"
                                           : "from the beginning";
  const std::size_t n = record.attempts.size();
  if (n == 1) return "resumed once, " + from;
  return fmt::format("resumed {}, last {}", n == 2 ? "twice" : fmt::format("{} times", n), from);
}

}  // namespace xp
