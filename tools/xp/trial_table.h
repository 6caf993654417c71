// The trials of a sweep as they run: on a terminal those under way are drawn again and again below those that ended; in
// a log there is a line for each that ended; with -q nothing.
#pragma once
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "framework/plan/plan.h"
#include "framework/run/conduct.h"
#include "tools/xp/terminal.h"

namespace xp {

class TrialTable : public Watch {
 public:
  TrialTable(const Terminal& terminal, const Store& store, std::int64_t sweep);
  ~TrialTable() override;

  void begins(int place) override;
  void ended(int place, std::int64_t run, const Conductor& conductor) override;
  void says(int place, const std::string& text) override;
  void goes_on(const Conductor& conductor) override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Row {
    Plan plan;
    std::string varies;
    std::size_t epochs = 0;  // that its run had before it began
    Clock::time_point begun;
  };

  std::string line(int place, const RunRow* run, const std::string& status, double seconds) const;
  std::string under_way(int place, const RunRow* run) const;
  std::string summary(const Conductor& conductor) const;
  void tell_of_leaks(std::int64_t run);
  void print(const std::string& line);
  void erase();
  std::map<int, RunRow> runs() const;

  Terminal terminal_;
  const Store& store_;
  std::int64_t sweep_;
  std::vector<Row> rows_;
  std::set<int> running_;
  std::set<std::string> leaks_;  // that were told of
  std::string monitor_;
  int widest_ = 0;
  int ended_ = 0, drawn_lines_ = 0;
  double best_;
  int best_place_ = 0;
  Clock::time_point begun_ = Clock::now(), drawn_{};
};

}  // namespace xp
