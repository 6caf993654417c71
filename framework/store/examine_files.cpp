// What may be wrong with files.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
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

constexpr std::size_t most_named = 20;

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

std::string names(std::vector<std::string> named) {
  const std::size_t more = named.size() - std::min(named.size(), most_named);
  named.resize(named.size() - more);
  return join(named) + (more ? fmt::format(" and {} more", more) : "");
}

/// What is wrong with a content; empty: nothing.
std::string trouble(const std::string& path, const Content& content) {
  std::error_code none;
  if (!fs::exists(path, none)) return "is missing";
  const auto size = static_cast<std::int64_t>(fs::file_size(path, none));
  if (size != content.size) return fmt::format("has {} bytes in place of {}", grouped(size), grouped(content.size));
  try {
    return sha256_of_file(path) == content.sha256 ? "" : "has another content than its hash says";
  } catch (const Error& error) {
    return error.what();
  }
}

/// "weights.safetensors.tmp1234", "import.tmpAb3dE9".
bool is_temporary(const std::string& name) {
  const std::size_t at = name.rfind(".tmp");
  return at != std::string::npos && at + 4 < name.size() &&
         std::all_of(name.begin() + static_cast<std::ptrdiff_t>(at) + 4, name.end(),
                     [](unsigned char c) { return std::isalnum(c); });
}

bool is_old(const fs::path& path) {
  std::error_code none;
  const auto written = fs::last_write_time(path, none);
  return !none && fs::file_time_type::clock::now() - written > std::chrono::hours(1);
}

double size_of(const fs::path& path) {
  std::error_code none;
  if (fs::is_regular_file(path, none)) return static_cast<double>(fs::file_size(path, none));
  double out = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, none))
    if (entry.is_regular_file(none)) out += static_cast<double>(entry.file_size(none));
  return out;
}

std::string so_many(std::size_t count, const char* one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// What writing left behind, of processes that are long gone.
std::vector<fs::path> temporaries(const std::string& home) {
  std::vector<fs::path> out;
  std::error_code none;
  for (fs::recursive_directory_iterator i(home, none), end; !none && i != end; i.increment(none)) {
    if (!is_temporary(i->path().filename().string())) continue;
    if (i->is_directory(none)) i.disable_recursion_pending();
    if (is_old(i->path())) out.push_back(i->path());
  }
  return out;
}

}  // namespace

void examine_artifacts(Examination& e) {
  for (const Content& content : contents(e.db)) {
    const std::string path = e.home + "/artifacts/" + content.sha256.substr(0, 2) + "/" + content.sha256;
    const std::string wrong = trouble(path, content);
    if (wrong.empty()) continue;
    e.say(fmt::format("{} {}: {}", names(content.named), wrong, path),
          "nothing can mend it: put the file back from a backup, or make it anew with xp rerun", false);
  }
}

void examine_leftovers(Examination& e) {
  if (const std::vector<fs::path> left = temporaries(e.home); !left.empty()) {
    double size = 0;
    std::error_code none;
    for (const fs::path& path : left) {
      size += size_of(path);
      if (e.mend) fs::remove_all(path, none);
    }
    e.say(fmt::format("{} that were never finished, {}, older than an hour", so_many(left.size(), "file"), bytes(size)),
          e.mend ? "removed" : e.mendable,
          e.mend && std::none_of(left.begin(), left.end(), [&](const fs::path& p) { return fs::exists(p, none); }));
  }
  std::set<std::string> named;
  for (const Content& content : contents(e.db)) named.insert(content.sha256);
  std::size_t files = 0;
  double size = 0;
  std::error_code none;
  for (fs::recursive_directory_iterator i(e.home + "/artifacts", none), end; !none && i != end; i.increment(none)) {
    const std::string name = i->path().filename().string();
    if (!i->is_regular_file(none) || is_temporary(name) || named.count(name) || !is_old(i->path())) continue;
    ++files, size += size_of(i->path());
  }
  if (files)
    e.say(fmt::format("{} that no run names, {}", so_many(files, "artifact"), bytes(size)),
          "xp gc removes them; where the records come from a backup, look first whether a later one names them");
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
      size += size_of(path);
      if (e.mend) fs::remove(path, none), fs::remove(path.parent_path(), none);  // the folder where it is empty
    }
    e.say(fmt::format("{} of runs that FINISHED, {}", so_many(idle.size(), "checkpoint"), bytes(size)),
          e.mend ? "removed: such a run has nothing to go on with" : e.mendable, e.mend);
  }
  if (!strange.empty()) {
    double size = 0;
    for (const fs::path& path : strange) size += size_of(path);
    e.say(fmt::format("{} of checkpoints belong to no run, {}", so_many(strange.size(), "folder"), bytes(size)),
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
