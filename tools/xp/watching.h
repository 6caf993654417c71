// A page that is written anew as what it tells of goes on.
#pragma once
#include <functional>
#include <string>

#include "tools/xp/reported.h"

namespace xp {

/// Writes the page, calls `begun`, and writes it again within a second or so of a change, while something of it runs: a
/// page that loads itself again from disk; the last one does not. Ctrl-C writes that one and ends this with
/// Exit::interrupted. A full disk is said once, and tried again; after any other error the page stays as it is.
Exit watch(const Context& c, const Reported& reported, const std::string& path, const std::function<void()>& begun);

}  // namespace xp
