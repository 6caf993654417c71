// The sections of a sweep's page, in the order in which they stand there. One that has nothing to say is left out.
#pragma once
#include "reports/html/page.h"
#include "reports/sweep.h"

namespace xp {

Section mattered_section(const SweepResult& sweep);  // importance, and the score against each setting
Section parallel_section(const SweepResult& sweep);  // all trials through all settings
Section progress_section(const SweepResult& sweep);  // best so far
Section trials_section(const SweepResult& sweep);    // one a line
Section failed_section(const SweepResult& sweep);    // what failed, and why
Section again_section(const SweepResult& sweep);     // the commands

}  // namespace xp
