#include "framework/track/forks.h"

#include <pthread.h>

#include <atomic>

#include "framework/base/error.h"

namespace xp::track {
namespace {

std::atomic<int> forks = 0;  // between this process and its ancestor that loaded the library
std::atomic<int> open = 0;
std::atomic<bool> inherited = false;

void in_child() {
  ++forks;
  if (open > 0) inherited = true;
}

void follow_forks() {
  static const int failed = ::pthread_atfork(nullptr, nullptr, &in_child);
  if (failed) throw Error("no memory is left to follow forks");
}

}  // namespace

OpenHere::OpenHere() {
  follow_forks();
  if (inherited)
    throw Error("this process was forked while records were open in its parent, and cannot open records of its own",
                "fork before the first Run, or exec a program of its own");
  ++open;
  forks_ = forks;
}

OpenHere::~OpenHere() { --open; }

bool OpenHere::at_home() const { return forks.load(std::memory_order_relaxed) == forks_; }

}  // namespace xp::track
