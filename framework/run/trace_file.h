// The tensors of every batch of a run that is traced, in one file that only grows: hashes of all, and values as far as
// there is room for them.
#pragma once
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "framework/base/disk.h"
#include "framework/engine/engine.h"

namespace xp {

/// A batch as it is kept.
struct TracedBatch {
  std::int64_t step = 0;
  struct Tensor {
    std::string name;
    std::uint64_t hash = 0;
    std::vector<float> values;  // all of them; none: not kept
  };
  std::vector<Tensor> tensors;
};

class TraceReader {
 public:
  /// Throws Error for a file that cannot be read or is no trace.
  explicit TraceReader(const std::string& path);
  /// The next one; none after the last that is whole: what a dying process left half written does not count.
  std::optional<TracedBatch> next();
  std::int64_t whole() const { return whole_; }    // bytes up to where `next` came
  bool at_end() const { return whole_ == size_; }  // nothing lies past what was read
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::string path_;
  std::ifstream in_;
  std::int64_t size_ = 0, whole_ = 0;
  std::vector<std::string> names_;  // of the tensors of a batch, in order
};

class TraceWriter {
 public:
  /// Goes on after batch `from`: what the file holds past it is dropped. Once it has grown to `room` bytes, hashes
  /// alone are added. Throws Error; DiskFull where that is why.
  TraceWriter(const std::string& path, std::int64_t from, double room);
  ~TraceWriter();
  TraceWriter(const TraceWriter&) = delete;
  TraceWriter& operator=(const TraceWriter&) = delete;

  /// Whole or not at all: where it throws, it may be tried again.
  void add(std::int64_t step, const std::vector<Traced>& tensors);
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  double room_;
  int descriptor_ = -1;
  std::int64_t end_ = 0;            // of what is whole
  std::vector<std::string> names_;  // as they stand in the file
};

}  // namespace xp
