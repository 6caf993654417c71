#include "framework/track/beginning.h"

#include <fmt/format.h>

#include <cctype>
#include <functional>
#include <memory>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/run/environment.h"
#include "framework/run/patience.h"
#include "framework/store/bundle/sound.h"
#include "framework/store/home.h"

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

bool is_secret(std::string name) {
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const char* part : {"token", "password", "passwd", "passphrase", "secret", "credential", "api-key", "api_key",
                           "apikey", "access-key", "access_key", "private-key", "private_key"})
    if (name.find(part) != std::string::npos) return true;
  return name == "key" || name.ends_with("-key") || name.ends_with("_key");
}

std::string command_line() {
  std::string all = read_file("/proc/self/cmdline");
  if (!all.empty() && all.back() == '\0') all.pop_back();
  std::vector<std::string> words = without_secrets(split(all, '\0'));
  for (std::string& word : words) word = in_shell(word);
  return join(words, " ");
}

Patience patience(const std::string& home, const Options& options, std::function<bool()> stop) {
  return {home, options.disk_wait_minutes, std::move(stop),
          [](const std::string& sentence) { fmt::print(stderr, "xp: {}\n", sentence); }, [] { return "none yet"; }};
}

/// What could not begin is not SCHEDULED for as long as this process lives.
void give_up(std::int64_t run, const xp::Error& why, Store& store) noexcept try {
  std::error_code none;
  if (dynamic_cast<const DiskFull*>(&why)) std::filesystem::remove(store.home() + "/reserve", none);  // last words
  store.end(run, Status::failed, why.whole());
} catch (const std::exception&) {
  // doctor finds it when its process is gone
}

}  // namespace

std::vector<std::string> without_secrets(std::vector<std::string> words) {
  bool next = false;
  for (std::string& word : words) {
    const std::size_t equals = word.find('='), name = word.find_first_not_of('-');
    const bool option = word.starts_with('-') && name != std::string::npos;
    if (next && !option) word = "…";
    next = false;
    if (name == std::string::npos ||
        !is_secret(word.substr(name, equals == std::string::npos ? equals : equals - name)))
      continue;
    if (equals != std::string::npos && equals > name)
      word = word.substr(0, equals + 1) + "…";
    else
      next = option;
  }
  return words;
}

std::string home_of(const Options& options) {
  return options.home.empty() ? home_folder() : std::filesystem::absolute(options.home).lexically_normal().string();
}

std::string program_name() {
  std::error_code unknown;
  const std::string name = std::filesystem::read_symlink("/proc/self/exe", unknown).filename().string();
  return name.empty() ? "a program" : name;
}

Store opened(const Options& options) {
  const std::string home = home_of(options);
  const auto durable = options.durable ? Store::Durable::power : Store::Durable::process;
  std::unique_ptr<Store> first;  // keeps what opening had to make room for until the other one is open
  patience(home, options,
           [] { return false; })([&] { first = std::make_unique<Store>(home, Store::Access::write, durable); });
  return {home, Store::Access::write, durable};
}

std::int64_t begin(const std::string& experiment, const Options& options, const xp::Settings& settings, Store& store) {
  if (experiment.empty())
    throw Error("a run belongs to an experiment, and this one has no name", "Run run(\"curves\")");
  if (options.epochs < 0 || options.epochs > greatest_epoch)
    throw Error(fmt::format("{} epochs are planned", options.epochs),
                fmt::format("0 to {}; 0: not known", greatest_epoch));
  NewRun run;
  run.experiment = experiment, run.title = options.question, run.name = options.name, run.note = options.note;
  run.tags = options.tags, run.epochs_planned = options.epochs, run.settings = settings;
  run.environment = environment(options.command ? command_line() : "");
  if (!options.command) std::erase_if(run.environment, [](const Setting& s) { return s.name == "command"; });
  const Repository repository = repository_of(std::filesystem::current_path().string());
  if (!repository.commit.empty()) {
    run.environment.push_back({"commit", repository.commit});
    run.environment.push_back({"uncommitted_changes", !repository.diff.empty()});
  }
  reserve_room(store.home() + "/reserve", reserve_bytes);
  std::int64_t id = 0;
  try {
    patience(store.home(), options, [&] { return id && store.stop_requested(id); })([&] {
      if (!id) id = store.add(run);
      if (!repository.diff.empty()) store.artifact(id, "uncommitted.diff", repository.diff);
      store.start(id, this_process());
    });
  } catch (const xp::Error& e) {
    if (id) give_up(id, e, store);
    throw;
  }
  return id;
}

}  // namespace xp::track
