// What was read is written and read again, the same.
#include <cstdlib>

#include "framework/weights/readers.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    const xp::WeightFile file = xp::read_safetensors(bytes);
    const std::string written = xp::safetensors(file.tensors, file.metadata);
    const xp::WeightFile again = xp::read_safetensors(written);
    if (xp::safetensors(again.tensors, again.metadata) != written) std::abort();
    for (const xp::WeightTensor& t : again.tensors) xp::as_floats(t);
  });
}
