// xp new: a project of one's own.
#include <fmt/format.h>

#include <filesystem>

#include "framework/base/file.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

fs::path templates() {
  const fs::path installed = fs::path(program_folder()) / "../share/xp/new";
  return fs::exists(installed) ? installed : fs::path(XP_SOURCE_DIR "/tools/new");
}

Exit create(Context& c) {
  const fs::path folder = absolute(c.args.positional.at(0));
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder)))
    throw Error(folder.string() + " exists and is not empty", "name a new folder; nothing was changed");
  make_folder(folder);
  for (const auto& entry : fs::directory_iterator(templates())) {
    write_file(folder / entry.path().filename(), read_file(entry.path()));
    c.terminal.print((fs::path(c.args.positional[0]) / entry.path().filename()).string() + "\n");
  }
  c.terminal.remark(fmt::format("next: cd {} && xp run experiment.cpp", c.args.positional[0]));
  return Exit::done;
}

}  // namespace

extern const Verb new_verb;
const Verb new_verb{"new",
                    "DIR",
                    "start a project of one's own: an experiment and a plugin that run as they are",
                    "xp new curves",
                    Needs::nothing,
                    1,
                    1,
                    {},
                    create};

}  // namespace xp
