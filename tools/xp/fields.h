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
  Fields(const Store& store, std::vector<std::int64_t> runs) : store_(store), runs_(std::move(runs)) {}
  Fields(const Fields&) = delete;

  /// A fact ("status"), a metric at the epoch whose weights were kept ("val/accuracy", or "val") or at the last
  /// ("last:val/loss"), or a setting ("optimizer.rate"). Throws Error with the nearest names.
  const Field& named(const std::string& name);

 private:
  Field read(const std::string& name);
  const std::vector<RunRow>& rows();
  template <class T>
  std::vector<Cell> cells(const std::map<std::int64_t, T>& values) const;
  [[noreturn]] void refuse(const std::string& name, const std::vector<std::string>& metrics) const;

  const Store& store_;
  std::vector<std::int64_t> runs_;
  std::vector<RunRow> rows_;  // once a fact was asked for
  std::map<std::string, Field> known_;
};

}  // namespace xp
