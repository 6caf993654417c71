// What the store knows of listed runs under any name: facts, metrics, settings. Each is read once, by index.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/store/store.h"
#include "reports/list/field.h"

namespace xp {

class Fields {
 public:
  /// Of these runs, by rising id. The store outlives this.
  Fields(const Store& store, std::vector<std::int64_t> runs) : store_(store), runs_(std::move(runs)), asked_(runs_) {}
  Fields(const Fields&) = delete;

  /// A fact ("status"), a metric at the epoch whose weights were kept ("val/accuracy", or "val") or at the last
  /// ("last:val/loss"), or a setting ("optimizer.rate"). Throws Error with the nearest names.
  const Field& named(const std::string& name);
  /// Read from one index whatever runs are asked for; facts and metrics take a look at each.
  bool is_setting(const std::string& name) const;
  /// Facts and metrics that are read from now on are asked of these rows alone; the others have none.
  void narrow(const std::vector<std::size_t>& rows);

 private:
  Field read(const std::string& name);
  const std::vector<RunRow>& rows();
  template <class T>
  std::vector<Cell> cells(const std::map<std::int64_t, T>& values) const;
  [[noreturn]] void refuse(const std::string& name, const std::vector<std::string>& metrics) const;

  const Store& store_;
  std::vector<std::int64_t> runs_, asked_;
  std::vector<RunRow> rows_;  // once a fact was asked for
  std::map<std::string, Field> known_;
};

}  // namespace xp
