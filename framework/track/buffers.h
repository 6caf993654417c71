// Where logged values wait for the writer: a buffer a thread, so that threads do not wait for each other.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "framework/store/record.h"

namespace xp::track {

class Buffers {
 public:
  Buffers();
  ~Buffers();

  /// Two values that were added one after the other keep their order, on whatever threads.
  void add(std::string_view metric, std::int64_t step, double value);
  /// How many so far, by all threads.
  std::uint64_t added() const { return added_; }
  /// All that was added, by metric in the order of adding, and nothing that was added after something that is missing.
  std::map<std::string, Series> take();

 private:
  struct Buffer;
  Buffer& mine();

  const std::uint64_t serial_;  // no other one in this process ever had it
  std::atomic<std::uint64_t> added_ = 0;
  std::mutex mutex_;  // of the list
  std::vector<std::shared_ptr<Buffer>> all_;
};

}  // namespace xp::track
