// Why a trial ended whose worker could not say so itself.
#pragma once
#include <optional>
#include <string>

#include "framework/run/workers.h"

namespace xp {

struct Verdict {
  Status status = Status::failed;
  std::string reason;
};

/// Nothing where the run has an end of its own. `stopped`: Ctrl-C ended the whole sweep.
std::optional<Verdict> blame(const RunRow& run, const Gone& gone, bool stopped);

/// "its process was ended by SIGSEGV: …", or the last words of one that exited.
std::string reason_of(const Gone& gone);

}  // namespace xp
