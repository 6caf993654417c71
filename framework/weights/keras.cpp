// Keras' files, by way of the process that reads HDF5.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/weights/readers.h"
#include "framework/weights/zip.h"

namespace xp {
namespace {

/// A file without a name, in memory, that other processes of this user can open while it lives.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content) : descriptor_(::memfd_create("weights.h5", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw Error("there is no memory to unpack the archive");
    while (!content.empty()) {
      const ssize_t written = ::write(descriptor_, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) break;
      content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!content.empty()) ::close(descriptor_), throw Error("there is no memory to unpack the archive");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  std::string path() const { return fmt::format("/proc/{}/fd/{}", ::getpid(), descriptor_); }

 private:
  int descriptor_;
};

}  // namespace

WeightFile hdf5_answer(int code, std::string_view output) {
  constexpr int by_signal = 128;
  if (code == by_signal + SIGXCPU || code == by_signal + SIGALRM)
    throw Error("reading it takes longer than its size justifies", "it is damaged, or made to keep its reader busy");
  if (code > by_signal)
    throw Error(fmt::format("the process that reads HDF5 died of signal {}", code - by_signal),
                "the file is damaged, or made to break who opens it; nothing else was harmed");
  if (code != 0) {
    const std::size_t line = std::min(output.find('\n'), output.size());
    const std::string said(output.substr(0, line)), hint(output.substr(std::min(line + 1, output.size())));
    throw Error(said.empty() ? fmt::format("the process that reads HDF5 ended with {}", code) : said, hint);
  }
  WeightFile file = read_safetensors(output);
  const auto format = file.metadata.extract("format");
  if (format.empty()) throw Error("the process that reads HDF5 did not say what it found");
  file.format = format.mapped();
  return file;
}

WeightFile read_hdf5(const std::string& path) {
  const std::uint64_t most = std::max<std::uint64_t>(std::filesystem::file_size(path) * 17, std::uint64_t{32} << 20);
  const Finished finished = run_program({own_program("xp_hdf5"), absolute(path)}, "", Errors::dropped, most);
  return hdf5_answer(finished.code, finished.output);
}

WeightFile read_keras_archive(std::string_view bytes) {
  const Zip zip(bytes);
  Budget budget(bytes.size());
  WeightFile file = read_hdf5(MemoryFile(zip.read("model.weights.h5", budget)).path());
  file.format = "Keras 3 archive";
  if (zip.has("config.json")) file.metadata["model_config"] = zip.read("config.json", budget);
  return file;
}

}  // namespace xp
