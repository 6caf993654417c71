#include "framework/run/exports/whole.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"

namespace xp {
namespace {

class Taken {
 public:
  std::string name(const std::string& wanted) {
    std::string out = wanted, flat = wanted;
    std::replace(flat.begin(), flat.end(), '/', '_');
    if (taken(out)) out = flat;
    for (int n = 2; taken(out); ++n) out = fmt::format("{}_{}", flat, n);
    names_.insert(out);
    for (std::size_t slash = out.find('/'); slash != std::string::npos; slash = out.find('/', slash + 1))
      folders_.insert(out.substr(0, slash));
    return out;
  }
  bool taken(const std::string& name) const {
    if (names_.count(name) || folders_.count(name)) return true;
    for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
      if (names_.count(name.substr(0, slash))) return true;
    return false;
  }

 private:
  std::set<std::string> names_, folders_;
};

std::vector<std::string> names_of(const std::map<std::string, Series>& series) {
  std::vector<std::string> out;
  for (const auto& [name, points] : series) out.push_back(name);
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

void refuse_unfitting(const WholeRun& run, const std::string& where) {
  const Record& r = run.record;
  for (const Source& s : r.sources)
    if (sha256(s.text) != s.sha256)
      throw Error(fmt::format("{}: the source {} is not what its SHA-256 says", where, printable(s.path)));
  if (find(r.settings, "split.folds")) return;  // its folds tell of its test and its data; neither is stored with it
  const auto label = [&](int said) {
    if (said < 0 || static_cast<std::size_t>(said) >= r.classes.size())
      throw Error(fmt::format("{}: label {} is none of its {} classes", where, said, r.classes.size()));
  };
  for (const StoredSample& s : r.samples) label(s.label);
  for (const auto* part : {&r.validation, &r.test})
    for (const Prediction& p : *part) {
      label(p.label);
      if (p.sample < 0 || static_cast<std::size_t>(p.sample) >= r.samples.size())
        throw Error(fmt::format("{}: a prediction is of sample {} of {}", where, p.sample, r.samples.size()));
      if (p.probabilities.size() != r.classes.size())
        throw Error(fmt::format("{}: a prediction has {} probabilities for {} classes", where, p.probabilities.size(),
                                r.classes.size()));
    }
}

WholeRun whole(const Store& store, std::int64_t run) {
  PoliteInterrupt::end_if_pending();
  WholeRun out{store.record(run), store.steps(run), store.batch_hashes(run), store.tensor_hashes(run)};
  for (const Artifact& a : out.record.artifacts) out.files[a.name] = store.artifact_path(a);
  try {
    refuse_unfitting(out, run_name(run));
  } catch (const Error& e) {
    throw Error(e.what(), "no home would take it in, so nothing was exported; xp doctor looks at all records",
                Exit::failed);
  }
  return out;
}

void copy_content(const Artifact& artifact, const std::string& file, const std::string& to) {
  PoliteInterrupt::end_if_pending();
  const std::string content = read_file(file);
  if (sha256(content) != artifact.sha256)
    throw Error(fmt::format("{} is damaged: {} is not what its SHA-256 says", artifact.name, file),
                "xp doctor tells whose it is; no damaged file is given away", Exit::failed);
  NewFile copy(to);
  copy.write(content);
  copy.keep(false);
}

SeriesNames series_names(const std::vector<std::string>& metrics, const std::vector<std::string>& telemetry,
                         const std::vector<std::string>& steps, std::string (*allowed)(const std::string&)) {
  SeriesNames out;
  Taken taken;
  for (const std::string& name : metrics) out.metrics[name] = taken.name(allowed(name));
  for (const std::string& name : telemetry) out.telemetry[name] = taken.name(allowed("system/" + name));
  for (const std::string& name : steps) {
    const std::string plain = allowed(name);
    out.steps[name] = taken.name(taken.taken(plain) ? allowed("steps/" + name) : plain);
  }
  return out;
}

SeriesNames series_names(const WholeRun& run, std::string (*allowed)(const std::string&)) {
  return series_names(names_of(run.record.metrics), names_of(run.record.telemetry), names_of(run.steps), allowed);
}

std::int64_t milliseconds_of(const std::string& moment) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  double second = 0;
  if (std::sscanf(moment.c_str(), "%d-%d-%dT%d:%d:%lf", &year, &month, &day, &hour, &minute, &second) != 6) return 0;
  if (month < 1 || month > 12 || day < 1 || day > 31 || !(std::abs(second) < 100)) return 0;
  const std::chrono::sys_days date{std::chrono::year(year) / month / day};
  return (date.time_since_epoch().count() * 86400LL + hour * 3600LL + minute * 60LL) * 1000 +
         std::llround(second * 1000);
}

std::string moment_of(std::int64_t milliseconds) {
  constexpr std::int64_t last = 253'402'300'799'999;  // of the year 9999
  if (milliseconds <= 0 || milliseconds > last) return "";
  using namespace std::chrono;
  const sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds(milliseconds)};
  const auto day = floor<days>(at);
  const year_month_day date(day);
  const hh_mm_ss time(at - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::map<std::int64_t, std::int64_t> ends_of_epochs(const WholeRun& run) {
  const std::int64_t begin = milliseconds_of(run.record.run.started);
  std::map<std::int64_t, std::int64_t> out{{0, begin}};
  for (const auto& [metric, series] : run.record.metrics)
    for (const Point& p : series) out[p.at] = begin;
  const auto seconds = run.record.telemetry.find("seconds");
  if (seconds == run.record.telemetry.end()) return out;
  double passed = 0;
  for (const Point& p : seconds->second) {
    if (p.value > 0 && p.value < 1e9) passed += p.value;
    out[p.at] = begin + std::llround(std::min(passed, 1e10) * 1000);
  }
  return out;
}

std::string exact(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return fmt::format("{}", value);
}

bool read_exact(const std::string& text, double& value) {
  const std::string plain = lower(text);
  const std::string size = plain.starts_with('-') || plain.starts_with('+') ? plain.substr(1) : plain;
  if (size == "nan") return value = std::numeric_limits<double>::quiet_NaN(), true;
  if (size == "inf" || size == "infinity") {
    value = plain[0] == '-' ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return true;
  }
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(begin, end, value);
  if (error == std::errc::result_out_of_range && stopped == end) {  // of a denormal, or beyond all numbers
    value = std::strtod(text.c_str(), nullptr);
    return true;
  }
  return error == std::errc{} && stopped == end;
}

}  // namespace xp
