// What `run` and `resume` are told of checkpoints and of a full disk.
#pragma once
#include <vector>

#include "framework/run/run.h"
#include "tools/xp/args.h"

namespace xp {

/// --checkpoint-minutes, --keep-every, --disk-wait, --durable.
const std::vector<Option>& lasting_options();
/// Throws Error on a number out of range.
void last(const Arguments& args, Circumstances& circumstances);

}  // namespace xp
