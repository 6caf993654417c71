#include "framework/run/repository.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/process.h"
#include "framework/base/text.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

Finished git(std::vector<std::string> words, const std::string& folder) {
  words.insert(words.begin(), {"git", "--no-pager"});
  return run_program(words, folder, Errors::dropped);
}

/// What git ends with a zero byte, each.
std::vector<std::string> zeroed(const std::string& text) {
  std::vector<std::string> out = split(text, '\0');
  std::erase(out, "");
  return out;
}

bool tracked(const std::string& file) {
  const fs::path path = file;
  return git({"ls-files", "--error-unmatch", "--", path.filename()}, path.parent_path()).code == 0;
}

/// The first ten of them.
std::string listed(const std::vector<std::string>& files) {
  const std::size_t most = 10;
  const std::vector<std::string> first(files.begin(),
                                       files.begin() + static_cast<std::ptrdiff_t>(std::min(most, files.size())));
  const std::string rest = files.size() > most ? fmt::format(" and {} more", files.size() - most) : "";
  return printable(join(first)) + rest;
}

}  // namespace

Repository repository_of(const std::string& folder) {
  Repository out;
  try {
    const Finished commit = git({"rev-parse", "HEAD"}, folder);
    if (commit.code != 0) return out;
    out.commit = commit.output.substr(0, commit.output.find('\n'));
    // Whatever the user configured: what `git apply` reads, not what a person likes to see.
    const Finished diff = git({"diff", "--no-color", "--no-ext-diff", "--no-textconv", "--binary", "HEAD"}, folder);
    if (diff.code == 0) out.diff = diff.output;
  } catch (const Error&) {
    // no git here: a run without a repository is a run all the same
  }
  return out;
}

void refuse_uncommitted(const std::vector<std::string>& files) {
  const std::string folder = fs::path(files.at(0)).parent_path();
  if (repository_of(folder).commit.empty())
    throw Error(fmt::format("--require-clean: {} is in no git repository with a commit", files[0]),
                "git init, add and commit there; without --require-clean the run keeps its sources all the same");
  std::vector<std::string> changed = zeroed(git({"diff", "--name-only", "-z", "HEAD"}, folder).output);
  if (!changed.empty())
    throw Error(fmt::format("--require-clean: there are uncommitted changes in {}", listed(changed)),
                "commit or stash them; without --require-clean they are kept with the run, as uncommitted.diff");
  for (const std::string& file : files)
    if (!tracked(file)) changed.push_back(file);
  if (!changed.empty())
    throw Error(fmt::format("--require-clean: the experiment is made of what no commit holds: {}", listed(changed)),
                "git add and commit; without --require-clean the run keeps the text of its sources all the same");
}

}  // namespace xp
