// Whose code a verb compiles: its own runs', and with --trust that of runs that were recorded elsewhere.
#pragma once
#include "tools/xp/verb.h"

namespace xp {

/// --trust.
const Option& trust_option();

/// The plugins and custom layers that the run's plan needs, from the sources that it keeps. Throws Error, naming them,
/// where they are somebody else's and --trust was not given; with it, says what is compiled.
void load_code(const Context& context, const Record& record);

}  // namespace xp
