#include "framework/engine/images/workers.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "framework/base/error.h"
#include "framework/base/value.h"

namespace xp {
namespace {

/// Less than the training's own threads, which wait for each other at every step: one that is held up holds up all.
constexpr int politeness = 10;

}  // namespace

int loading_threads(int computing) {
  const char* const asked = std::getenv("XP_LOADER_THREADS");
  if (!asked || !*asked) return computing;
  const Value value = Value::parse(asked);
  const auto* const threads = value.get<std::int64_t>();
  if (!threads || *threads < 1 || *threads > 1024)
    throw Error("XP_LOADER_THREADS=" + std::string(asked) + " is no number of threads", "1 to 1024, or unset it");
  return static_cast<int>(*threads);
}

LoaderThreads::LoaderThreads(int threads) {
  if (threads < 1)
    throw Error("images cannot be made in " + std::to_string(threads) + " threads", "at least 1 is needed");
  for (int t = 0; t < threads; ++t) threads_.emplace_back([this] { work(); });
}

LoaderThreads::~LoaderThreads() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  more_.notify_all();
  for (std::thread& t : threads_) t.join();
}

void LoaderThreads::add(std::size_t n, std::function<void(std::size_t)> job) {
  if (n == 0) return;
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back({0, n, std::move(job)});
  }
  more_.notify_all();
}

void LoaderThreads::work() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), politeness);  // on Linux, of this thread alone
  std::unique_lock lock(mutex_);
  while (true) {
    more_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
    if (ending_) return;
    Task& task = tasks_.front();
    const std::size_t i = task.next++;
    const std::function<void(std::size_t)> job = task.job;
    if (task.next == task.n) tasks_.pop_front();
    lock.unlock();
    job(i);
    lock.lock();
  }
}

}  // namespace xp
