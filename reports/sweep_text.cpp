// What xp sweep shows: tables, sentences and JSON.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/json.h"
#include "framework/base/text.h"
#include "reports/sweep.h"
#include "reports/sweep_words.h"
#include "reports/words.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

std::string score_text(double value) { return std::isfinite(value) ? decimal(value, 4) : ""; }

std::string epochs_text(const SweptTrial& t) {
  return t.epochs_planned ? fmt::format("{}/{}", t.epochs, t.epochs_planned) : "";
}

std::string best_text(const SweepResult& page) {
  if (!page.apart.empty()) return "";  // a caveat says why
  if (!page.best) return choice_sentence(page) + "\n";
  return choice_sentence(page) + "\n" + test_sentence(page) + "\n";
}

std::string importance_text(const SweepResult& page, int columns) {
  std::string out = wrapped(importance_sentence(page), columns) + "\n";
  if (page.importance.says()) out += text_of(importance_table(page), columns);
  return out;
}

Json number(double value) {
  if (std::isnan(value)) return nullptr;
  return value;
}

Json json(const SweptTrial& t) {
  return {{"trial", t.place},
          {"run", t.run ? Json(run_name(t.run)) : Json()},
          {"status", name(t.status)},
          {"reason", t.reason},
          {"stopped_by_halving", t.paused},
          {"deleted", t.deleted},
          {"earlier", t.earlier},
          {"score", number(t.score)},
          {"epochs", t.epochs},
          {"epochs_planned", t.epochs_planned},
          {"seconds", t.seconds},
          {"settings", json_object<Json>(t.settings)}};
}

Json json(const Importance& i) {
  Json shares = Json::array();
  for (const auto& s : i.shares)
    shares.push_back({{"setting", s.name}, {"share", s.share}, {"by_chance", s.by_chance}});
  return {{"method", text(i)}, {"says", i.says()}, {"shares", shares}, {"rest", i.rest}};
}

}  // namespace

Table trial_table(const SweepResult& page) {
  Table out{{{"trial", Align::right}, {"run"}, {"status"}}, {}};
  for (const std::string& setting : names_of_varying(page)) out.columns.push_back({setting, Align::left});
  for (const std::string& title : {page.by, std::string("epochs"), std::string("time")})
    out.columns.push_back({title, Align::right});
  for (const SweptTrial& t : page.trials) {
    std::vector<std::string> row{std::to_string(t.place), t.run ? run_name(t.run) : "–", state_of(t)};
    for (const std::string& s : page.varies) {
      const Value* value = find(t.settings, s);
      row.push_back(value ? value->text() : "–");
    }
    for (const std::string& cell : {score_text(t.score), epochs_text(t), t.seconds > 0 ? duration(t.seconds) : ""})
      row.push_back(cell);
    out.rows.push_back(row);
  }
  return out;
}

Table importance_table(const SweepResult& page) {
  Table out{{{"setting"}, {"share of the variance", Align::right}, {"by chance alone", Align::right}}, {}};
  for (const auto& s : page.importance.shares) out.rows.push_back({s.name, percent(s.share), percent(s.by_chance)});
  if (page.importance.says())
    out.rows.push_back({"the rest: interactions, seeds, chance", percent(page.importance.rest), ""});
  return out;
}

std::string sweep_text(const SweepResult& page, const Screen& screen) {
  std::string out = fmt::format("{} · {} · {}\n", page.name, name(page.status), printable(page.experiment));
  if (!page.title.empty()) out += wrapped(printable(page.title), screen.columns) + "\n";
  if (!page.reason.empty()) out += wrapped(printable(page.reason), screen.columns) + "\n";
  out += wrapped(searched_sentence(page), screen.columns) + "\n\n";
  out += text_of(trial_table(page), screen.columns) + "\n";
  for (const std::string& line : split(best_text(page), '\n'))
    if (!line.empty()) out += wrapped(line, screen.columns) + "\n";
  for (const std::string& caveat : page.caveats) out += wrapped(caveat, screen.columns) + "\n";
  if (!page.varies.empty()) out += "\n" + importance_text(page, screen.columns);
  return out + fmt::format("\nNext\n  xp report --sweep {}   the same as a page with charts\n", page.name);
}

std::string json_of(const SweepResult& page) {
  Json trials = Json::array();
  for (const SweptTrial& t : page.trials) trials.push_back(json(t));
  Json test;
  if (page.test)
    test = {{"score", "test" + page.by.substr(3)},
            {"mean", number(page.test->mean)},
            {"sd", number(page.test->sd)},
            {"runs", page.test->n}};
  return Json{{"sweep", page.name},
              {"experiment", page.experiment},
              {"title", page.title},
              {"search", page.search},
              {"status", name(page.status)},
              {"reason", page.reason},
              {"by", page.by},
              {"varies", page.varies},
              {"best", page.best ? Json{{"trial", page.best->place},
                                        {"run", run_name(page.best->run)},
                                        {"score", number(page.best->score)},
                                        {"test", test}}
                                 : Json()},
              {"judged_apart_by", page.apart},
              {"caveats", page.caveats},
              {"importance", json(page.importance)},
              {"epochs", page.epochs},
              {"seconds", page.seconds},
              {"trials", trials}}
      .dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string json_rows(const Table& table) {
  Json out = Json::array();
  for (const auto& row : table.rows) {
    Json object = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) object[table.columns[i].title] = row[i];
    out.push_back(std::move(object));
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace xp
