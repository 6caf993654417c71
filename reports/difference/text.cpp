#include "reports/difference/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "framework/base/text.h"
#include "reports/table.h"

namespace xp {
namespace {

/// One value that is wider would make all rows as wide: it stands below the table.
constexpr int most_columns = 60;

std::string shown(const std::optional<Value>& value) {
  return !value ? "–" : value->text().empty() ? "empty" : value->text();
}

std::string section(const std::string& title, const std::string& body) { return title + "\n" + body + "\n"; }

std::string settings_text(const char* title, const RunDifference& d, const std::vector<Beside>& rows,
                          const Meaning* meaning, bool all, int columns) {
  const std::vector<Beside> changed = differing(rows);
  const std::string heading = changed.empty() ? fmt::format("{}: no differences", title)
                                              : fmt::format("{}: {} of {} differ", title, changed.size(), rows.size());
  Table table{{{"", Align::left, true}, {run_name(d.was.id)}, {run_name(d.now.id)}}, {}};
  if (meaning) table.columns.push_back({"known to"});
  std::string below;
  for (const Beside& b : all ? rows : changed) {
    const std::string was = shown(b.was), now = shown(b.now), known = meaning && b.differs() ? (*meaning)(b.name) : "";
    if (std::max(width(was), width(now)) > most_columns) {
      below += fmt::format("{}{}\n  {}  {}\n", b.name, known.empty() ? "" : ", " + known, run_name(d.was.id),
                           printable(was));
      below += fmt::format("  {}  {}\n", run_name(d.now.id), b.differs() ? printable(now) : "the same");
      continue;
    }
    table.rows.push_back({b.name, was, now});
    if (meaning) table.rows.back().push_back(known);
  }
  return section(heading, (table.rows.empty() ? "" : text_of(table, columns)) + below);
}

std::string sources_text(const RunDifference& d) {
  if (d.sources.empty()) return section("sources: no differences", "");
  std::string body;
  for (const SourceDifference& s : d.sources) body += s.diff.empty() ? s.was + s.now + " holds nothing\n" : s.diff;
  return section(fmt::format("sources: {} differ{}", d.sources.size(), d.sources.size() == 1 ? "s" : ""), body);
}

/// "2 relabelled, 1 removed".
std::string counts(const std::vector<ImageDifference>& images) {
  std::map<ImageDifference::Kind, int> count;
  for (const ImageDifference& i : images) ++count[i.kind];
  std::vector<std::string> out;
  for (const auto& [kind, n] : count) out.push_back(fmt::format("{} {}", n, name(kind)));
  return join(out);
}

std::string images_text(const RunDifference& d, bool all, int columns) {
  if (d.images.empty()) return section("images: no differences", "");
  const std::size_t most = all ? d.images.size() : 20;
  const auto brief = [](const ImageDifference& i, const std::string& text) {
    const bool hash = i.kind == ImageDifference::Kind::content || i.kind == ImageDifference::Kind::removed ||
                      i.kind == ImageDifference::Kind::added;
    return text.empty() ? std::string("–") : hash ? text.substr(0, 12) + "…" : text;
  };
  Table table{{{"image", Align::left, true}, {""}, {run_name(d.was.id)}, {run_name(d.now.id)}}, {}};
  for (std::size_t i = 0; i < std::min(most, d.images.size()); ++i)
    table.rows.push_back({d.images[i].image, name(d.images[i].kind), brief(d.images[i], d.images[i].was),
                          brief(d.images[i], d.images[i].now)});
  std::string body = text_of(table, columns);
  if (d.images.size() > most) body += fmt::format("… {} more (--all)\n", d.images.size() - most);
  return section("images: " + counts(d.images), body);
}

}  // namespace

std::string difference_text(const RunDifference& d, const Meaning& meaning, bool all, int columns) {
  std::string unknown;
  for (const std::string& sentence : d.unknown) unknown += "unknown: " + sentence + "\n";
  if (!d.any() && !all)
    return fmt::format("no differences: {} and {} have {} sources, images and environment\n", run_name(d.was.id),
                       run_name(d.now.id), d.planned ? "one plan, its" : "the same parameters (neither has a plan),") +
           unknown;
  return settings_text(d.planned ? "plan" : "parameters (neither run has a plan)", d, d.plan, nullptr, all, columns) +
         sources_text(d) + images_text(d, all, columns) +
         settings_text("environment", d, d.environment, &meaning, all, columns) + unknown;
}

}  // namespace xp
