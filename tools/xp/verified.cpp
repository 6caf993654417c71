#include "tools/xp/verified.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;
using State = Aspect::State;

std::string counts(const Verification& v) {
  std::string out = fmt::format("{} metrics, {} predictions", v.metrics_compared, v.predictions_compared);
  if (v.batches_compared) out += fmt::format(", {} batches", v.batches_compared);
  if (v.tensors_compared) out += fmt::format(", {} tensors", v.tensors_compared);
  return out;
}

std::string apart(const Pair& p) { return fmt::format("{} (was {:.9g}, now {:.9g})", p.of, p.was, p.now); }

std::string distances(const Distance& d) {
  if (d.identical()) return "";
  std::string out = "  ";
  if (d.not_finite())
    out += fmt::format("{} of {} numbers, NaN or infinite in one run, differ: first {}; ", d.not_finite(), d.compared(),
                       apart(d.first_not_finite()));
  if (d.differing() > d.not_finite())
    out += fmt::format("the largest difference is {:.3g}, of {}; relative to its size {:.3g}, of {}; ",
                       d.absolute().apart, apart(d.absolute()), d.relative().apart, apart(d.relative()));
  return out + fmt::format("tolerance {:g}, {} of {} numbers differ\n", d.tolerance(), d.differing(), d.compared());
}

std::string headline(const Verified& v) {
  const std::string was = run_name(v.original), again = run_name(v.again);
  switch (v.found.verdict) {
    case Verdict::identical:
      return fmt::format("identical: {} repeats {} bit for bit ({})\n", again, was, counts(v.found));
    case Verdict::close:
      return fmt::format("equal within tolerance {:g}: {} repeats {}, not bit for bit ({})\n",
                         v.found.distance.tolerance(), again, was, counts(v.found));
    case Verdict::diverged:
      return v.again ? fmt::format("diverged: {} does not repeat {}. First difference: {}\n", again, was,
                                   v.found.difference())
                     : fmt::format(
                           "diverged in the data: {} cannot be repeated, nothing was trained. First "
                           "difference: {}\n",
                           was, v.found.difference());
  }
  return "";
}

/// Where all is the same, only what has something to say is worth a line: what nobody knows, most of all.
std::string aspects(const Verification& v) {
  std::string out;
  for (const Aspect& a : v.aspects)
    if (!v.identical() || !a.sentence.empty())
      out += fmt::format("  {:<13} {}{}{}\n", a.what, name(a.state), a.sentence.empty() ? "" : ": ", a.sentence);
  return out;
}

std::string conditions(const Verified& v) {
  std::string out;
  bool explained = false;
  for (const Condition& c : v.found.conditions) {
    const bool asked = v.asked.count(c.what) > 0;
    explained |= c.effect == Effect::matters || c.effect == Effect::may;
    out += fmt::format("  {} {}: {}, now {} ({}: {})\n", asked ? "you changed" : "differs now:", c.what, c.was, c.now,
                       name(c.effect), c.reason);
  }
  if (!v.found.identical() && !explained && v.again)
    out += fmt::format(
        "  nothing that is known to matter differs in plan, code and environment as far as they were "
        "recorded\n");
  return out;
}

Json json_of(const Pair& p) {
  const auto number = [](double x) { return std::isfinite(x) ? Json(x) : Json(fmt::format("{}", x)); };
  return {{"apart", number(p.apart)}, {"of", p.of}, {"was", number(p.was)}, {"now", number(p.now)}};
}

Json json_of(const Verified& v) {
  const Verification& f = v.found;
  Json out{{"run", run_name(v.original)},
           {"again", v.again ? Json(run_name(v.again)) : Json()},
           {"verdict", v.unfinished.empty() ? Json(name(f.verdict)) : Json()},
           {"unfinished", v.unfinished.empty() ? Json() : Json(v.unfinished)},
           {"identical", v.unfinished.empty() && f.identical()},
           {"tolerance", f.distance.tolerance()},
           {"difference", f.difference()},
           {"metrics_compared", f.metrics_compared},
           {"predictions_compared", f.predictions_compared},
           {"batches_compared", f.batches_compared},
           {"tensors_compared", f.tensors_compared},
           {"numbers_compared", f.distance.compared()},
           {"numbers_differing", f.distance.differing()}};
  if (f.distance.differing() > f.distance.not_finite()) {
    out["largest_absolute"] = json_of(f.distance.absolute());
    out["largest_relative"] = json_of(f.distance.relative());
  }
  if (f.distance.not_finite()) {
    out["not_finite"] = f.distance.not_finite();
    out["first_not_finite"] = json_of(f.distance.first_not_finite());
  }
  out["aspects"] = Json::array(), out["conditions"] = Json::array(), out["images"] = Json::array();
  for (const Aspect& a : f.aspects)
    out["aspects"].push_back({{"what", a.what}, {"state", name(a.state)}, {"says", a.sentence}});
  for (const Condition& c : f.conditions)
    out["conditions"].push_back({{"what", c.what},
                                 {"was", c.was},
                                 {"now", c.now},
                                 {"effect", name(c.effect)},
                                 {"reason", c.reason},
                                 {"asked", v.asked.count(c.what) > 0}});
  for (const DataChange& c : v.data.changes)
    out["images"].push_back({{"change", name(c.kind)}, {"image", c.name}, {"was", c.was}, {"now", c.now}});
  return out;
}

const char* tag_of(Verdict verdict) { return verdict == Verdict::close ? "within-tolerance" : name(verdict); }

}  // namespace

std::string verified_text(const Verified& v) {
  return headline(v) + distances(v.found.distance) + aspects(v.found) + conditions(v);
}

std::string verified_json(const std::vector<Verified>& all, bool of_folds) {
  Json out = Json::array();
  for (const Verified& v : all) out.push_back(json_of(v));
  return (of_folds ? out : out[0]).dump(2, ' ', false, Json::error_handler_t::replace);
}

const Option& tolerance_option() {
  static const Option option{
      "tolerance", 0, "X",
      fmt::format("numbers this far apart, of 1 or of their size, are equal; default {:g}", default_tolerance)};
  return option;
}

double tolerance(const Arguments& args) {
  const Value value = Value::parse(args.text("tolerance", fmt::format("{}", default_tolerance)));
  const auto* whole = value.get<std::int64_t>();
  const auto* real = value.get<double>();
  const double out = whole ? static_cast<double>(*whole) : real ? *real : -1;
  if (!(out >= 0 && out <= 1))
    throw Error("--tolerance " + args.text("tolerance") + ": a number from 0 to 1 is wanted",
                fmt::format("default {:g}; 0 takes only the same bits for equal", default_tolerance));
  return out;
}

void tag(Context& c, const Verified& v) {
  if (!v.again) return;
  try {
    c.store().tag(v.again, tag_of(v.found.verdict));
  } catch (const Error& e) {
    c.terminal.warn(
        fmt::format("{} could not be tagged #{}: {}", run_name(v.again), tag_of(v.found.verdict), e.what()));
  }
}

}  // namespace xp
