#include "framework/run/blame.h"

#include <fmt/format.h>

#include <csignal>

namespace xp {
namespace {

constexpr const char* died = "its process died";  // as the store begins to say of a run that nobody ended

/// Resuming may be refused before anything is begun: then the row still tells of the death before.
bool nobody_ended(const RunRow& run, const Gone& gone) {
  return run.status == Status::running || run.status == Status::scheduled ||
         (run.status == Status::killed && (run.reason.starts_with(died) || (gone.code == 2 && !gone.said.empty())));
}

}  // namespace

std::optional<Verdict> blame(const RunRow& run, const Gone& gone, bool stopped) {
  if (!nobody_ended(run, gone)) return std::nullopt;
  if (gone.signal == SIGKILL)
    return Verdict{Status::killed, "its process was ended by SIGKILL: by somebody, or for want of memory"};
  if (stopped) return Verdict{Status::killed, "Ctrl-C, before it was told to store what there is"};
  return Verdict{Status::failed, reason_of(gone)};
}

std::string reason_of(const Gone& gone) {
  const std::string said = gone.said.starts_with("xp: ") ? gone.said.substr(4) : gone.said;
  if (gone.signal) {
    const std::string by = "its process was ended by " + signal_name(gone.signal);
    return said.empty() ? by : by + ": " + said;
  }
  return said.empty() ? fmt::format("its process ended with exit code {}", gone.code) : said;
}

}  // namespace xp
