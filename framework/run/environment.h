// What a run happened in: enough to say, later, what differed.
#pragma once
#include <string>

#include "framework/base/value.h"

namespace xp {

struct Repository {
  std::string commit;  // empty: the folder is in no git repository, or git is missing
  std::string diff;    // uncommitted changes to tracked files, as `git apply` reads them
};
Repository repository_of(const std::string& folder);

/// Version, build, CPU, cores, memory, kernel, locale, command line; never secrets: the variables are an allow-list.
Settings environment(const std::string& command_line);

}  // namespace xp
