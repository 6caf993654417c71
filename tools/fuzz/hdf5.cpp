// What the process that reads HDF5 does with a file, here in the fuzzer's own: the C library is not instrumented, so it
// is watched only where it dies, and what reads its answers is watched in full.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "tools/fuzz/attempt.h"
#include "tools/hdf5/keras.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int file = ::memfd_create("fuzzed.h5", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  return xp::attempt(data, size, [](std::string_view bytes) {
    xp::Budget budget(bytes.size());
    for (const xp::WeightTensor& t : xp::hdf5::read(path, budget).tensors)
      if (t.bytes.size() != 0 && t.bytes.size() != xp::bytes_of(t.shape, xp::size_of(t.element))) std::abort();
  });
}
