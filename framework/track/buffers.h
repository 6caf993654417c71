// Where logged values wait for the writer: a buffer a thread, so that threads do not wait for each other.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "framework/store/record.h"

namespace xp::track {

class Buffers {
 public:
  Buffers();
  ~Buffers();

  /// Two values that were added one after the other keep their order, on whatever threads. Which one it is of all, from
  /// 1 on; 0 where they are closed: it was not added.
  std::uint64_t add(std::string_view metric, std::int64_t step, double value);
  /// How many so far, by all threads.
  std::uint64_t added() const { return added_; }
  /// All that was added, by metric in the order of adding, and nothing that was added after something that is missing.
  /// Where it throws for want of memory all of it is there the next time. With `Then::closed` nothing is added later.
  enum class Then { open, closed };
  std::map<std::string, Series> take(Then then = Then::open);
  void open() { closed_ = false; }

 private:
  struct Buffer;
  struct Known;
  struct Logged;
  struct Hash;
  using ByMetric = std::unordered_map<std::string, std::vector<Logged>, Hash, std::equal_to<>>;

  Buffer& mine();
  void cut(Then then);
  static Series series_of(const std::vector<const std::vector<Logged>*>& parts);

  const std::uint64_t serial_;  // no other one in this process ever had it
  std::atomic<std::uint64_t> added_ = 0;
  std::atomic<bool> closed_ = false;
  const std::shared_ptr<Buffer> last_words_;  // of threads whose own is gone: what their destructors add
  std::mutex mutex_;                          // of the list
  std::vector<std::shared_ptr<Buffer>> all_;
  std::mutex taking_;          // one at a time
  std::vector<ByMetric> cut_;  // off the buffers, and not given away yet
};

}  // namespace xp::track
