#include "framework/track/beginning.h"

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/run/environment.h"

namespace xp::track {
namespace {

/// As it could be typed into a shell.
std::string in_shell(const std::string& word) {
  const bool plain =
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%") ==
      std::string::npos;
  if (plain && !word.empty()) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

std::string command_line() {
  std::string all = read_file("/proc/self/cmdline");
  if (!all.empty() && all.back() == '\0') all.pop_back();
  std::vector<std::string> words = split(all, '\0');
  for (std::string& word : words) word = in_shell(word);
  return join(words, " ");
}

}  // namespace

std::string home_of(const Options& options) {
  return options.home.empty() ? home_folder() : std::filesystem::absolute(options.home).lexically_normal().string();
}

std::string program_name() {
  std::error_code unknown;
  const std::string name = std::filesystem::read_symlink("/proc/self/exe", unknown).filename().string();
  return name.empty() ? "a program" : name;
}

std::int64_t begin(const std::string& experiment, const Options& options, const xp::Settings& settings, Store& store) {
  if (experiment.empty())
    throw Error("a run belongs to an experiment, and this one has no name", "Run run(\"curves\")");
  NewRun run;
  run.experiment = experiment, run.title = options.question, run.name = options.name, run.note = options.note;
  run.tags = options.tags, run.epochs_planned = options.epochs, run.settings = settings;
  run.environment = environment(command_line());
  const Repository repository = repository_of(std::filesystem::current_path().string());
  if (!repository.commit.empty()) {
    run.environment.push_back({"commit", repository.commit});
    run.environment.push_back({"uncommitted_changes", !repository.diff.empty()});
  }
  constexpr std::uint64_t last_words = 1 << 20;  // bytes that its end may take on a full disk
  reserve_room(store.home() + "/reserve", last_words);
  const std::int64_t id = store.add(run);
  if (!repository.diff.empty()) store.artifact(id, "uncommitted.diff", repository.diff);
  store.start(id, this_process());
  return id;
}

}  // namespace xp::track
