// xp_hdf5 FILE: its tensors as safetensors on standard output; xp starts it and reads that. What goes wrong is said
// there too, what and what to do in two lines, with exit code 2. It works under limits and may die: a hostile file that
// breaks HDF5 breaks this process alone.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <new>

#include "framework/base/error.h"
#include "tools/hdf5/keras.h"

namespace {

void limit(int what, rlim_t most) {
  const rlimit both{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

/// Memory for the tensors and for what is written; time for a slow disk.
void limit_for(std::uint64_t size) {
#ifndef __SANITIZE_ADDRESS__  // which reserves terabytes
  limit(RLIMIT_AS, (rlim_t{512} << 20) + size * 8);
#endif
  const auto seconds = static_cast<unsigned>(30 + (size >> 23));
  limit(RLIMIT_CPU, seconds);
  ::alarm(2 * seconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
}

int say(const std::string& text, int code) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0 ? code : 1;
}

int read(const std::string& path) {
  const std::uint64_t size = std::filesystem::file_size(path);
  limit_for(size);
  xp::Budget budget(size);
  const xp::WeightFile file = xp::hdf5::read(path, budget);
  return say(xp::safetensors(file.tensors, file.metadata), 0);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) return say("xp_hdf5 wants one file; it is started by xp", 2);
  return read(argv[1]);
} catch (const xp::Error& e) {
  return say(e.whole(), 2);
} catch (const std::bad_alloc&) {
  return say("reading it takes more memory than its size justifies", 2);
} catch (const std::exception& e) {
  return say(e.what(), 2);
}
