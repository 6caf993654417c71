// What may be wrong with files.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <regex>
#include <set>

#include "framework/base/disk.h"
#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/store/examination.h"
#include "framework/store/home.h"
#include "framework/store/record.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// One content, whoever names it.
struct Content {
  std::string sha256;
  std::int64_t size = 0;
  std::vector<std::string> named;  // "weights.safetensors of run12"
};

std::vector<Content> contents(const Db& db) {
  std::vector<Content> out;
  db.rows("SELECT sha256, size, name, run FROM artifacts ORDER BY sha256, run, name", [&](Row r) {
    if (out.empty() || out.back().sha256 != r.text(0)) out.push_back({r.text(0), r.integer(1), {}});
    out.back().named.push_back(fmt::format("{} of {}", r.text(2), run_name(r.integer(3))));
  });
  return out;
}

bool is_old(const fs::path& path, std::chrono::minutes age = std::chrono::hours(1)) {
  std::error_code none;
  const auto written = fs::last_write_time(path, none);
  return !none && fs::file_time_type::clock::now() - written > age;
}

std::string so_many(std::size_t count, const char* one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// Some of them by name.
std::string names(const std::vector<fs::path>& paths) {
  std::vector<std::string> out;
  for (const fs::path& path : paths) out.push_back(path.string());
  return some_of(out);
}

/// Nobody holds it: its owner is gone.
bool is_abandoned(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool held = fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) != 0;
  if (fd >= 0) ::close(fd);
  return !held;
}

}  // namespace

std::string some_of(std::vector<std::string> named) {
  constexpr std::size_t most = 20;
  const std::size_t more = named.size() - std::min(named.size(), most);
  named.resize(named.size() - more);
  return join(named) + (more ? fmt::format(" and {} more", more) : "");
}

std::string trouble(const std::string& path, const std::string& sha256, std::int64_t wanted) {
  std::error_code none;
  if (!fs::exists(path, none)) return "is missing";
  const auto size = static_cast<std::int64_t>(fs::file_size(path, none));
  if (size != wanted) return fmt::format("has {} bytes in place of {}", grouped(size), grouped(wanted));
  try {
    return sha256_of_file(path) == sha256 ? "" : "has another content than its hash says";
  } catch (const Error& error) {
    return error.what();
  }
}

bool ever_used(const Db& db) {
  bool used = false;
  db.rows("SELECT 1 FROM sqlite_sequence WHERE name = 'runs' AND seq > 0", [&](Row) { used = true; });
  return used;
}

bool named_as_content(const fs::path& path) {
  static const std::regex content("[0-9a-f]{64}");
  const std::string name = path.filename().string();
  return std::regex_match(name, content) && path.parent_path().filename() == name.substr(0, 2);
}

double bytes_below(const fs::path& path) {
  std::error_code none;
  if (fs::is_regular_file(path, none)) return static_cast<double>(fs::file_size(path, none));
  double out = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, none))
    if (entry.is_regular_file(none)) out += static_cast<double>(entry.file_size(none));
  return out;
}

std::vector<fs::path> half_written(const std::string& home) {
  static const std::regex import("import\\.tmp[A-Za-z0-9]{6}"), content("[0-9a-f]{64}\\.tmp[0-9]+(-[0-9]+)?"),
      checkpoint("(last|epoch_[0-9]+)\\.safetensors(\\.tmp|(\\.tmp)?\\.tmp[0-9]+(-[0-9]+)?)");
  std::vector<fs::path> out;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(home, none))
    if (std::regex_match(entry.path().filename().string(), import) && entry.is_directory(none) &&
        !entry.is_symlink(none) && is_old(entry.path(), std::chrono::minutes(1)) && is_abandoned(entry.path()))
      out.push_back(entry.path());
  const auto files = [&](const fs::path& below, const std::regex& name) {
    for (const fs::directory_entry& folder : fs::directory_iterator(below, none))
      for (const fs::directory_entry& file : fs::directory_iterator(folder.path(), none))
        if (std::regex_match(file.path().filename().string(), name) && file.is_regular_file(none) &&
            is_old(file.path()))
          out.push_back(file.path());
  };
  files(fs::path(home) / "artifacts", content);
  files(fs::path(home) / "checkpoints", checkpoint);
  return out;
}

void examine_artifacts(Examination& e) {
  for (const Content& content : contents(e.db)) {
    const std::string path = e.home + "/artifacts/" + content.sha256.substr(0, 2) + "/" + content.sha256;
    const std::string wrong = trouble(path, content.sha256, content.size);
    if (wrong.empty()) continue;
    e.say(fmt::format("{} {}: {}", some_of(content.named), wrong, path),
          "put the file back from a backup; xp rerun or xp import writes it anew where it comes to the same content",
          false);
  }
}

void examine_leftovers(Examination& e) {
  const std::vector<fs::path> left = half_written(e.home);
  if (!left.empty()) {
    double size = 0;
    std::error_code none;
    for (const fs::path& path : left) {
      size += bytes_below(path);
      if (e.mend) fs::remove_all(path, none);
    }
    e.say(fmt::format("{} never finished, {}, by processes that are gone: {}", so_many(left.size(), "file"),
                      bytes(size), names(left)),
          e.mend ? "removed" : e.mendable,
          e.mend && std::none_of(left.begin(), left.end(), [&](const fs::path& p) { return fs::exists(p, none); }));
  }
  std::set<std::string> named;
  for (const Content& content : contents(e.db)) named.insert(content.sha256);
  std::size_t files = 0;
  double size = 0;
  std::vector<fs::path> strange;
  std::error_code none;
  for (fs::recursive_directory_iterator i(e.home + "/artifacts", none), end; !none && i != end; i.increment(none)) {
    const std::string name = i->path().filename().string();
    if (!i->is_regular_file(none) || named.count(name) || !is_old(i->path(), std::chrono::minutes(1))) continue;
    if (named_as_content(i->path()))
      ++files, size += bytes_below(i->path());
    else if (is_old(i->path()) && std::find(left.begin(), left.end(), i->path()) == left.end())
      strange.push_back(i->path());
  }
  if (files)
    e.say(
        fmt::format("{} that no run names, {}", so_many(files, "artifact"), bytes(size)),
        ever_used(e.db)
            ? "xp gc removes them for good; where an older xp.db was put back they may be of later runs: put back the "
              "latest one first"
            : "no run was ever recorded here, so xp gc removes none of them: their records are lost; " +
                  std::string(without_records));
  if (!strange.empty())
    e.say(fmt::format("{} among the artifacts not made by xp: {}", so_many(strange.size(), "file"), names(strange)),
          "xp leaves them alone; move them elsewhere");
}

void examine_checkpoints(Examination& e) {
  std::error_code none;
  std::vector<fs::path> idle, strange;
  const fs::path folder = e.home + "/checkpoints";
  for (const fs::directory_entry& of : fs::directory_iterator(folder, none)) {
    bool known = false, whole = false;
    e.db.rows(
        "SELECT status = 'FINISHED' AND NOT paused FROM runs WHERE id = ? AND 'run' || id = ?",
        [&](Row r) { known = true, whole = r.integer(0) != 0; },
        std::strtoll(of.path().filename().c_str() + std::min<std::size_t>(3, of.path().filename().string().size()),
                     nullptr, 10),
        of.path().filename().string());
    if (!known) strange.push_back(of.path());
    if (const fs::path last = of.path() / "last.safetensors"; whole && fs::exists(last, none)) idle.push_back(last);
  }
  if (!idle.empty()) {
    double size = 0;
    for (const fs::path& path : idle) {
      size += bytes_below(path);
      if (e.mend) fs::remove(path, none), fs::remove(path.parent_path(), none);  // the folder where it is empty
    }
    e.say(fmt::format("{} of runs that FINISHED, {}", so_many(idle.size(), "checkpoint"), bytes(size)),
          e.mend ? "removed: such a run has nothing to go on with" : e.mendable, e.mend);
  }
  if (!strange.empty()) {
    double size = 0;
    for (const fs::path& path : strange) size += bytes_below(path);
    e.say(fmt::format("{} of checkpoints that belong{} to no run, {}", so_many(strange.size(), "folder"),
                      strange.size() == 1 ? "s" : "", bytes(size)),
          "xp gc removes them");
  }
  if (const std::string reserve = e.home + "/reserve"; fs::exists(folder, none) && !fs::exists(reserve, none)) {
    if (e.mend) reserve_room(reserve, reserve_bytes);
    e.say("the room that is kept free for a run's last words on a full disk was given up",
          e.mend ? "" : "the next run takes it again where there is room, as does xp doctor --mend",
          e.mend && fs::exists(reserve, none));
  }
}

}  // namespace xp
