// The pickle inside PyTorch's zip, which its checksum would keep a fuzzer away from. Every storage has 256 bytes.
#include <cstdlib>

#include "framework/weights/pytorch.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    static const std::string storage(256, '\x3f');
    xp::Cursor cursor(bytes);
    xp::Budget budget(bytes.size());
    const xp::Pickle pickle = xp::unpickle(cursor, xp::pytorch_globals(), budget);
    const xp::WeightFile file = xp::checkpoint(
        pickle, [](const xp::TensorStorage&) { return std::string_view(storage); }, budget);
    for (const xp::WeightTensor& t : file.tensors)
      if (t.bytes.size() != xp::bytes_of(t.shape, xp::size_of(t.element))) std::abort();
  });
}
