// xp import FILE.xprun: runs of another home.
#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/interrupt.h"
#include "framework/run/own_plugins.h"
#include "tools/xp/import_kinds.h"
#include "tools/xp/importer.h"

namespace xp {
namespace {

struct Counts {
  int fresh = 0, known = 0, to_be_trusted = 0;
  std::int64_t artifacts = 0;
};

std::string in_words(const Counts& n) {
  std::string out = fmt::format("{} run{} and {} artifact{} are new", n.fresh, n.fresh == 1 ? "" : "s", n.artifacts,
                                n.artifacts == 1 ? "" : "s");
  if (n.known) out += fmt::format("; {} {} here before", n.known, n.known == 1 ? "was" : "were");
  return out;
}

/// Whether a rerun compiles code that came with it. A plan that cannot be read says nothing of what it needs.
bool needs_trust(const Record& record) try {
  return !record.plan.empty() && !foreign_code(record).empty();
} catch (const Error&) {
  return !record.sources.empty();
}

/// Folds and controls come with the run that they are parts of.
void told(const Context& c, const std::string& file, const Unpacked& done, const std::vector<RunRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!rows[i].parent)
      c.terminal.print(fmt::format("{}  {} of {}{}\n", run_name(done.runs[i].is), run_name(done.runs[i].was),
                                   std::filesystem::path(file).filename().string(),
                                   !done.runs[i].known       ? ""
                                   : rows[i].deleted.empty() ? ", known"
                                                             : ", known and deleted: xp restore brings it back"));
}

void refuse_no_file(const std::string& file) {
  constexpr const char* made = "xp export run12 FILE.xprun makes one";
  if (std::filesystem::is_directory(file)) {
    const std::string held = kind_at(file);
    throw Error(file + " is a folder, and a file is wanted",
                held.empty() ? made : fmt::format("xp import {} {}", held, file));
  }
  if (!std::filesystem::is_regular_file(file)) throw Error("there is no file " + file, made);
}

}  // namespace

Exit import_bundles(Context& c, const std::vector<std::string>& files) {
  for (const std::string& file : files) refuse_no_file(file);  // and make no home
  const PoliteInterrupt leaving_nothing("\ninterrupted: removing what was not finished; again to stop at once\n");
  auto all = nlohmann::json::array(), refused = nlohmann::json::array();
  std::exception_ptr refusal;  // of one; those before it were imported
  Counts n;
  for (const std::string& file : files) {
    Unpacked done;
    try {
      done = c.store().unpack(file);
    } catch (const Error& e) {
      if (all.empty()) throw;
      refused.push_back({{"file", file}, {"why", e.whole()}}), refusal = std::current_exception();
      break;
    }
    n.artifacts += done.artifacts;
    std::vector<RunRow> rows;
    for (const Unpacked::Run& run : done.runs) {
      rows.push_back(c.store().run(run.is));
      ++(run.known ? n.known : n.fresh);
      n.to_be_trusted += !run.known && needs_trust(c.store().record(run.is));
      all.push_back({{"run", run_name(run.is)}, {"was", run_name(run.was)}, {"file", file}, {"known", run.known}});
    }
    if (!c.args.has("json")) told(c, file, done, rows);
  }
  if (c.args.has("json")) {
    c.terminal.data(nlohmann::json{{"runs", all}, {"artifacts", n.artifacts}, {"refused", refused}}.dump(2) + "\n");
  } else {
    c.terminal.remark(in_words(n));
    if (n.to_be_trusted)
      c.terminal.remark(fmt::format(
          "{} of them {} code of its own, which is somebody else's: xp rerun, predict and explain compile it only with "
          "--trust, and show before what it is",
          n.to_be_trusted, n.to_be_trusted == 1 ? "needs" : "need"));
  }
  if (!refusal) return Exit::done;
  c.terminal.remark(fmt::format("what came before {} was imported; of that one nothing is, because:",
                                refused[0]["file"].get<std::string>()));
  std::rethrow_exception(refusal);
}

}  // namespace xp
