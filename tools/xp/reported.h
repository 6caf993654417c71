// What xp report may be asked for: a page that is made from the store, anew whenever it is asked.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "reports/pages/pages.h"
#include "tools/xp/verb.h"

namespace xp {

struct Reported {
  std::string what;  // "run12", "sweep3": for sentences
  std::string file;  // how it is named in XP_HOME/reports
  /// The whole page, for a file in that folder.
  std::function<std::string(const std::string& folder, const Writing&)> page;
  struct State {
    std::string text;        // another one once the page would be another
    bool under_way = false;  // something of it still runs
  };
  /// Asks the store a few questions, much less than the page does.
  std::function<State()> state;
};

Reported report_of_run(const Store& store, std::int64_t run);
Reported card_of_run(const Store& store, std::int64_t run);
/// `by` may be empty; `force`: on the images that all share.
Reported report_of_runs(const Store& store, const std::vector<std::int64_t>& runs, const std::string& by, bool force);
Reported report_of_sweep(const Store& store, const SweepRow& sweep, const std::string& by);
/// Of everything, with links to what lies in the folder beside it.
Reported report_of_all(const Store& store);

}  // namespace xp
