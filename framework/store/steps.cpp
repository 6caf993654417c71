// Values of steps: stretches of them, one a row.
#include <algorithm>
#include <map>

#include "framework/store/db.h"
#include "framework/store/history.h"
#include "framework/store/store.h"
#include "framework/store/stretch.h"

namespace xp {
namespace {

void keep(Db& db, std::int64_t run, std::int64_t metric, int replaced, const Stretch& s) {
  db.run(
      "INSERT INTO stretches (run, metric, replaced, first, last, count, stride, steps, \"values\") VALUES (?, ?, ?, "
      "?, ?, ?, ?, nullif(?, x''), ?)",
      run, metric, replaced, s.first, s.last, s.values.size(), s.stride, s.steps, s.values);
}

/// One part of a stretch stays, the other is what the attempt had beyond.
void divide(Db& db, std::int64_t id, std::int64_t run, std::int64_t metric, int attempt, Series all,
            std::int64_t step) {
  const auto past = std::stable_partition(all.begin(), all.end(), [&](const Point& p) { return p.at <= step; });
  keep(db, run, metric, attempt, stretch({past, all.end()}));
  const Stretch kept = stretch({all.begin(), past});
  db.run(
      "UPDATE stretches SET first = ?, last = ?, count = ?, stride = ?, steps = nullif(?, x''), \"values\" = ? WHERE "
      "id = ?",
      kept.first, kept.last, kept.values.size(), kept.stride, kept.steps, kept.values, id);
}

Series written(const Db& db, std::int64_t run, std::int64_t metric) {
  Series out;
  db.rows(
      "SELECT first, last, stride, steps, \"values\" FROM stretches WHERE run = ? AND metric = ? AND replaced = 0 "
      "ORDER BY id",
      [&](Row r) {
        const Series more = points(stretch(r, 0));
        out.insert(out.end(), more.begin(), more.end());
      },
      run, metric);
  return out;
}

/// Metrics in which a step may have several values: told without reading any.
std::vector<std::int64_t> overlapping(const Db& db, std::int64_t run) {
  std::vector<std::int64_t> out;
  std::int64_t metric = 0, reached = 0;
  db.rows(
      "SELECT metric, first, last, stride FROM stretches WHERE run = ? AND replaced = 0 ORDER BY metric, id",
      [&](Row r) {
        const bool same = metric == r.integer(0);
        if ((r.integer(3) < 0 || (same && r.integer(1) <= reached)) && (out.empty() || out.back() != r.integer(0)))
          out.push_back(r.integer(0));
        reached = same ? std::max(reached, r.integer(2)) : r.integer(2);
        metric = r.integer(0);
      },
      run);
  return out;
}

std::string metric_name(const Db& db, std::int64_t id) {
  std::string out;
  db.rows(
      "SELECT name FROM metric_names WHERE id = ?", [&](Row r) { out = r.text(0); }, id);
  return out;
}

}  // namespace

void keep_steps(Db& db, std::int64_t run, std::int64_t metric, const Series& series) {
  for (std::size_t at = 0; at < series.size(); at += longest_stretch)
    keep(db, run, metric, 0, stretch(std::span(series).subspan(at, std::min(longest_stretch, series.size() - at))));
}

void cut_steps(Db& db, std::int64_t run, int attempt, std::int64_t step) {
  db.run("UPDATE stretches SET replaced = ? WHERE run = ? AND replaced = 0 AND first > ?", attempt, run, step);
  struct Across {
    std::int64_t id, metric;
    Series points;
  };
  std::vector<Across> across;
  db.rows(
      "SELECT first, last, stride, steps, \"values\", id, metric FROM stretches WHERE run = ? AND replaced = 0 AND "
      "last > ?",
      [&](Row r) {
        across.push_back({r.integer(5), r.integer(6), points(stretch(r, 0))});
      },
      run, step);
  for (Across& a : across) divide(db, a.id, run, a.metric, attempt, std::move(a.points), step);
}

std::vector<Rewritten> rewritten(const Db& db, std::int64_t run) {
  std::map<std::string, std::int64_t> times;
  db.rows(
      "SELECT n.name, count(*) FROM rewritten r JOIN metric_names n ON n.id = r.metric WHERE r.run = ? AND r.replaced "
      "= 0 GROUP BY r.metric",
      [&](Row r) { times[r.text(0)] += r.integer(1); }, run);
  for (const std::int64_t metric : overlapping(db, run))
    if (const std::int64_t more = rewritings(written(db, run, metric))) times[metric_name(db, metric)] += more;
  std::vector<Rewritten> out;
  for (const auto& [metric, count] : times) out.push_back({metric, count});
  return out;
}

void Store::log(std::int64_t run, const std::map<std::string, Series>& steps) {
  atomically([&] {
    for (const auto& [metric, series] : steps) keep_steps(*db_, run, metric_id(metric), series);
  });
}

std::map<std::string, Series> Store::steps(std::int64_t run) const {
  std::map<std::string, Series> out;
  std::vector<std::int64_t> metrics;
  db_->rows(
      "SELECT DISTINCT metric FROM stretches WHERE run = ? AND replaced = 0",
      [&](Row r) { metrics.push_back(r.integer(0)); }, run);
  for (const std::int64_t metric : metrics) out[metric_name(*db_, metric)] = latest(written(*db_, run, metric));
  return out;
}

}  // namespace xp
