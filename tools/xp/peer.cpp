#include "tools/xp/peer.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::json;
const char* const contract =
    "it prints {\"train_img_s\": N} after each epoch and {\"peak_rss_mib\": N} at last, a line each";

bool has_torch(const std::string& python) {
  try {
    return run_program({python, "-c", "import torch"}, "", Errors::dropped).code == 0;
  } catch (const Error&) {
    return false;  // there is none
  }
}

std::string chosen_python() {
  if (const char* chosen = std::getenv("XP_PYTHON"); chosen && *chosen) return chosen;
  const std::string debian = "/usr/bin/python3";
  return !has_torch("python3") && has_torch(debian) ? debian : "python3";
}

/// The lines that are objects; others are remarks.
std::vector<Json> objects(const std::string& output) {
  std::vector<Json> out;
  for (const std::string& line : split(output, '\n'))
    if (Json parsed = Json::parse(line, nullptr, false); parsed.is_object()) out.push_back(std::move(parsed));
  return out;
}

/// What the last object with this key says. Throws Error when none does, and when it is no positive number.
double last(const std::vector<Json>& said, const std::string& key, const std::string& script) {
  for (auto line = said.rbegin(); line != said.rend(); ++line) {
    if (!line->contains(key)) continue;
    const Json& value = (*line)[key];
    if (value.is_number() && value.get<double>() > 0) return value;
    throw Error(fmt::format("{} says \"{}\": {}, which is no positive number", script, key, value.dump()), contract);
  }
  throw Error(fmt::format("{} prints no line with \"{}\"", script, key), contract);
}

}  // namespace

std::string output_of(const std::vector<std::string>& command) {
  const std::string errors = (std::filesystem::temp_directory_path() / fmt::format("xp-bench-{}", ::getpid())).string();
  std::vector<std::string> whole{"sh", "-c", "exec \"$@\" 2>\"$0\"", errors};
  whole.insert(whole.end(), command.begin(), command.end());
  const Finished done = run_program(whole);
  const std::string complaint = std::filesystem::exists(errors) ? read_file(errors) : "";
  std::filesystem::remove(errors);
  if (done.code == 0) return done.output;
  throw Error(fmt::format("{} failed with exit code {}\n{}", join(command, " "), done.code,
                          complaint.substr(complaint.size() - std::min<std::size_t>(complaint.size(), 2000))),
              "", Exit::failed);
}

Peer::Peer(const std::string& script, int threads) : script_(script), threads_(threads) {
  if (!std::filesystem::exists(script))
    throw Error("there is no script " + script, "--peer wants Python that prints JSON, an object a line: README.md");
  python_ = chosen_python();
}

Side Peer::run(const Workload& w, const std::string& precision, bool tuned) const {
  // How long threads spin is chosen for xp when its engine opens, and children inherit it: the peer keeps the default.
  std::vector<std::string> command{"env", "-u", "GOMP_SPINCOUNT"};
  if (threads_ > 0) command.push_back(fmt::format("OMP_NUM_THREADS={}", threads_));
  const std::vector<std::string> options{python_,       script_,
                                         "--synthetic", std::to_string(w.images),
                                         "--model",     published_name(plan_of(w)),
                                         "--size",      std::to_string(w.size),
                                         "--batch",     std::to_string(w.batch),
                                         "--epochs",    "2"};
  command.insert(command.end(), options.begin(), options.end());
  if (tuned) command.insert(command.end(), {"--tuned", "--precision", precision});
  if (w.infer) command.push_back("--infer");
  const std::vector<Json> said = objects(output_of(command));
  const Side out{last(said, "train_img_s", script_), last(said, "peak_rss_mib", script_), 0, precision};
  const Json& end = said.back();
  if (threads_ > 0 && end.contains("threads") && end["threads"] != threads_)
    throw Error(fmt::format("{} computes with {} threads, xp with {}", script_, end["threads"].dump(), threads_),
                fmt::format("leave out --threads: `taskset -c 0-{} xp bench …` holds for both", threads_ - 1));
  if (tuned && end.contains("precision") && end["precision"] != precision)
    throw Error(fmt::format("{} computes in {}, xp in {}", script_, end["precision"].dump(), precision),
                "it is asked by --precision");
  return out;
}

}  // namespace xp
