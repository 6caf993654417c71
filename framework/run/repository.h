// The git repository that an experiment lies in: what it was at, and what nobody has committed.
#pragma once
#include <string>
#include <vector>

namespace xp {

struct Repository {
  std::string commit;  // empty: the folder is in no git repository, or git is missing
  std::string diff;    // uncommitted changes to tracked files, as `git apply` reads them
};
Repository repository_of(const std::string& folder);

/// Throws Error, naming the files, where the commit does not say what these files hold: the repository of the first has
/// changes that are not committed, one of them is not tracked there, or there is no repository.
void refuse_uncommitted(const std::vector<std::string>& files);

}  // namespace xp
