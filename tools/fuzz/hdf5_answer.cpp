// What xp makes of the answer of the process that reads HDF5: the first byte is its exit code.
#include "framework/weights/readers.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return xp::attempt(data, size, [](std::string_view bytes) {
    if (!bytes.empty()) xp::hdf5_answer(static_cast<unsigned char>(bytes[0]), bytes.substr(1));
  });
}
