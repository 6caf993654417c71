// A plan as canonical JSON: what was read is written and read again, the same.
#include <cstdlib>

#include "framework/plan/plan.h"

#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    const std::string written = xp::to_json(xp::plan_from_json(std::string(bytes)));
    if (xp::to_json(xp::plan_from_json(written)) != written) std::abort();
  });
}
