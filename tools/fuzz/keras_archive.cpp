// A .keras archive, up to the process that reads the HDF5 in it.
#include "framework/weights/zip.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    const xp::Zip zip(bytes);
    xp::Budget budget(bytes.size());
    zip.names();
    zip.read("model.weights.h5", budget);
    if (zip.has("config.json")) zip.read("config.json", budget);
  });
}
