// The machine that a run happened on.
#pragma once
#include <string>

#include "framework/base/value.h"

namespace xp {

/// Processor, what of its features chooses kernels, cores, memory, kernel, architecture.
Settings machine_facts();
/// The same of a processor, from what /proc/cpuinfo says: its first one.
Settings processor_facts(const std::string& cpuinfo);

}  // namespace xp
