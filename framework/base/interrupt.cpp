#include "framework/base/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "framework/base/error.h"

namespace xp {
namespace {

std::atomic<int> polite{0};
std::atomic<bool> raised{false}, silent{false};
constexpr const char* of_training =
    "\ninterrupted: finishing this batch and storing what there is; again to stop at once\n";
std::atomic<const char*> first_said{of_training};

/// Only what signal-safety(7) allows.
void on_signal(int) {
  const int before = errno;
  const auto say = [](const char* text) {
    if (!silent) [[maybe_unused]]
      const auto n = ::write(2, text, std::strlen(text));
  };
  if (polite > 0 && !raised.exchange(true)) {
    say(first_said);
    errno = before;
    return;
  }
  say("\ninterrupted\n");
  ::_exit(130);
}

}  // namespace

void handle_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);  // the terminal was closed
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGCHLD, SIG_DFL);  // ignored by whoever started this, it would hide how programs end that this one starts
}

void interrupt_silently() { silent = true; }

// What trains outlives the reader of its remarks: `xp run … 2>&1 | head` ends head alone.
PoliteInterrupt::PoliteInterrupt(const char* said) {
  if (said) first_said = said;
  ++polite;
  ::signal(SIGPIPE, SIG_IGN);
}
PoliteInterrupt::~PoliteInterrupt() {
  if (--polite > 0) return;
  ::signal(SIGPIPE, SIG_DFL);
  first_said = of_training;
}
bool PoliteInterrupt::pending() { return raised; }
void PoliteInterrupt::end_if_pending() {
  if (raised) throw Error("interrupted: nothing of it stays", "", Exit::interrupted);
}

}  // namespace xp
