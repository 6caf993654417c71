// The two containers of torch.save.
#include "framework/weights/readers.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    bytes.substr(0, 2) == "PK" ? xp::read_pytorch_zip(bytes) : xp::read_pytorch_legacy(bytes);
  });
}
