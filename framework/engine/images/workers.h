// Threads that work beside the one that trains.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace xp {

/// How many make batches: XP_LOADER_THREADS where that is set, else as many as compute. No number of them changes a
/// bit. Throws Error where it is no number from 1 to 1024.
int loading_threads(int computing);

class LoaderThreads {
 public:
  /// At least one: without any, nothing would ever be done. Throws Error.
  explicit LoaderThreads(int threads);
  /// Waits for what has begun; the rest is dropped.
  ~LoaderThreads();
  LoaderThreads(const LoaderThreads&) = delete;
  LoaderThreads& operator=(const LoaderThreads&) = delete;

  /// Calls `job(i)` for every i < n, one after the other as threads become free, after all that was added before. It
  /// must not throw, and owns what it uses.
  void add(std::size_t n, std::function<void(std::size_t)> job);

 private:
  struct Task {
    std::size_t next, n;
    std::function<void(std::size_t)> job;
  };
  void work();

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Task> tasks_;
  bool ending_ = false;
  std::vector<std::thread> threads_;  // last: they use all of the above
};

}  // namespace xp
