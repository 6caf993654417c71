// The reader of what framework/run/exports/document.cpp writes.
#include "framework/run/exports/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/run/exports/document_parts.h"

namespace xp {
namespace {

constexpr const char* format = "xp runs 1";

/// What a document says where it cannot be read; the one catch adds the file.
struct Misfit : std::runtime_error {
  using runtime_error::runtime_error;
};

const Json& at(const Json& json, const char* key) {
  if (!json.is_object() || !json.contains(key)) throw Misfit(fmt::format("there is no \"{}\"", key));
  return json.at(key);
}

/// Each element of the list under a key.
const Json& list(const Json& json, const char* key) {
  const Json& out = at(json, key);
  if (!out.is_array()) throw Misfit(fmt::format("\"{}\" is no list", key));
  return out;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  throw Misfit("hexadecimal digits are 0 to 9 and a to f");
}

std::string word(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (!json.is_object()) throw Misfit("text is expected, not " + json.dump().substr(0, 40));
  const std::string hex = at(json, "hex").get<std::string>();
  if (hex.size() % 2) throw Misfit("half a byte in \"hex\"");
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return out;
}

std::vector<std::string> words(const Json& json, const char* key) {
  std::vector<std::string> out;
  for (const Json& each : list(json, key)) out.push_back(word(each));
  return out;
}

std::int64_t integer(const Json& json) {
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
    throw Misfit(json.dump() + " is too large");
  if (!json.is_number_integer()) throw Misfit("a whole number is expected, not " + json.dump().substr(0, 40));
  return json.get<std::int64_t>();
}

int small(const Json& json) {
  const std::int64_t out = integer(json);
  if (out < std::numeric_limits<int>::min() || out > std::numeric_limits<int>::max())
    throw Misfit(json.dump() + " is too large");
  return static_cast<int>(out);
}

double real(const Json& json) {
  double out = 0;
  if (json.is_number()) return json.get<double>();
  if (!json.is_string() || !read_exact(json.get<std::string>(), out))
    throw Misfit("a number is expected, not " + json.dump().substr(0, 40));
  return out;
}

std::uint64_t hash(const Json& json) {
  const std::string hex = word(json);
  if (hex.size() != 16) throw Misfit("hashes have 16 digits");
  std::uint64_t out = 0;
  for (const char c : hex) out = out * 16 + static_cast<std::uint64_t>(digit(c));
  return out;
}

/// "run12" → 12; null → 0.
std::int64_t run_id(const Json& json) {
  if (json.is_null()) return 0;
  const std::string said = word(json);
  const Value id = Value::parse(said.starts_with("run") ? said.substr(3) : "");
  if (!id.get<std::int64_t>() || *id.get<std::int64_t>() < 1) throw Misfit("\"" + said + "\" is no run");
  return *id.get<std::int64_t>();
}

template <class T, std::size_t N>
T named(const Json& json, const T (&all)[N]) {
  const std::string said = word(json);
  for (const T& each : all)
    if (said == name(each)) return each;
  throw Misfit("\"" + said + "\" is not known here");
}

RunRow row(const Json& json) {
  constexpr Status statuses[] = {Status::scheduled, Status::running, Status::finished, Status::failed, Status::killed};
  RunRow r;
  r.id = run_id(at(json, "run")), r.status = named(at(json, "status"), statuses);
  const std::pair<const char*, std::string*> words_of[] = {
      {"uuid", &r.uuid},     {"experiment", &r.experiment},   {"title", &r.title},     {"name", &r.name},
      {"reason", &r.reason}, {"identity", &r.identity},       {"created", &r.created}, {"started", &r.started},
      {"ended", &r.ended},   {"fingerprint", &r.fingerprint}, {"role", &r.role},       {"origin", &r.origin},
      {"note", &r.note}};
  for (const auto& [key, into] : words_of) *into = word(at(json, key));
  const std::pair<const char*, int*> counts[] = {
      {"epochs", &r.epochs},         {"epochs_planned", &r.epochs_planned}, {"chosen_epoch", &r.chosen_epoch},
      {"val_images", &r.val_images}, {"test_images", &r.test_images},       {"attempt", &r.attempt}};
  for (const auto& [key, into] : counts) *into = small(at(json, key));
  r.paused = at(json, "paused").get<bool>();
  r.rerun_of = run_id(at(json, "rerun_of")), r.parent = run_id(at(json, "parent"));
  r.tags = words(json, "tags");
  return r;
}

Settings settings(const Json& json, const char* key) {
  Settings out;
  for (const Json& each : list(json, key)) {
    const Json& value = at(each, "value");
    const std::string name = word(at(each, "name"));
    if (find(out, name)) throw Misfit(fmt::format("\"{}\" says {} twice", key, name));
    if (value.is_boolean())
      out.push_back({name, value.get<bool>()});
    else if (value.is_number_float())
      out.push_back({name, value.get<double>()});
    else if (value.is_number())
      out.push_back({name, integer(value)});
    else if (value.is_object() && value.contains("number"))
      out.push_back({name, real(value["number"])});
    else
      out.push_back({name, word(value)});
  }
  return out;
}

std::map<std::string, Series> series(const Json& json, const char* key) {
  std::map<std::string, Series> out;
  for (const Json& each : list(json, key)) {
    Series& points = out[word(at(each, "metric"))];
    if (!each.contains("points")) continue;
    for (const Json& p : list(each, "points")) points.push_back({integer(p.at(0)), real(p.at(1))});
  }
  return out;
}

std::vector<Prediction> predictions(const Json& json, const char* part, const Record& of) {
  std::vector<Prediction> out;
  for (const Json& each : list(json, part)) {
    out.push_back({small(at(each, "sample")), small(at(each, "label")), {}});
    if (out.back().sample < 0 || static_cast<std::size_t>(out.back().sample) >= of.samples.size())
      throw Misfit(fmt::format("a prediction is of sample {} of {}", out.back().sample, of.samples.size()));
    for (const Json& p : list(each, "probabilities")) out.back().probabilities.push_back(real(p));
  }
  return out;
}

void read_hashes(const Json& json, WholeRun& into) {
  for (const Json& b : list(json, "batches"))
    into.batches.push_back({integer(b.at(0)), hash(b.at(1)), hash(b.at(2)), hash(b.at(3))});
  for (const Json& epoch : list(json, "tensors")) {
    std::vector<TensorHash>& all = into.tensors[small(at(epoch, "epoch"))];
    for (const Json& t : list(epoch, "hashes")) all.push_back({word(at(t, "tensor")), hash(at(t, "values"))});
  }
}

WholeRun read(const Json& json) {
  WholeRun out;
  Record& r = out.record;
  r.run = row(json);
  r.plan = word(at(json, "plan"));
  r.settings = settings(json, "settings"), r.environment = settings(json, "environment");
  r.classes = words(json, "classes");
  for (const Json& s : list(json, "samples"))
    r.samples.push_back({word(at(s, "name")), small(at(s, "label")), named(at(s, "part"), parts), word(at(s, "group")),
                         word(at(s, "sha256"))});
  r.skipped = words(json, "skipped"), r.remarks = words(json, "remarks");
  constexpr Audit::Grade grades[] = {Audit::Grade::note, Audit::Grade::risk, Audit::Grade::leak};
  for (const Json& f : list(json, "findings"))
    r.findings.push_back({named(at(f, "grade"), grades), word(at(f, "name")), word(at(f, "sentence")),
                          word(at(f, "advice")), words(f, "samples")});
  r.metrics = series(json, "metrics"), r.telemetry = series(json, "telemetry");
  out.steps = series(json, "steps");
  r.validation = predictions(at(json, "predictions"), "val", r);
  r.test = predictions(at(json, "predictions"), "test", r);
  read_hashes(at(json, "hashes"), out);
  for (const Json& a : list(json, "artifacts"))
    r.artifacts.push_back({word(at(a, "name")), word(at(a, "sha256")), integer(at(a, "size"))});
  for (const Json& s : list(json, "sources"))
    r.sources.push_back({word(at(s, "path")), word(at(s, "sha256")), word(at(s, "text"))});
  for (const Json& a : list(json, "attempts"))
    r.attempts.push_back({small(at(a, "number")), word(at(a, "started")), word(at(a, "ended")), word(at(a, "reason")),
                          small(at(a, "epoch")), integer(at(a, "step"))});
  return out;
}

/// nlohmann/json takes nesting as deep as memory goes; these documents have six levels.
Json parsed(const std::string& text) {
  const Json::parser_callback_t shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > 32) throw Misfit("it is nested too deeply");
    return true;
  };
  try {
    return Json::parse(text, shallow);
  } catch (const Json::parse_error& e) {
    const auto read = text.begin() + static_cast<std::ptrdiff_t>(std::min(e.byte, text.size()));
    throw Misfit(fmt::format("line {} is no JSON, or is cut short", 1 + std::count(text.begin(), read, '\n')));
  }
}

template <class F>
auto told(const std::string& file, F body) {
  try {
    return body();
  } catch (const Misfit& e) {
    throw Error(fmt::format("{}: {}", file, printable(e.what())), "is it what xp export wrote?");
  } catch (const Json::exception& e) {
    throw Error(fmt::format("{}: {}", file, printable(e.what())), "is it what xp export wrote, and all of it?");
  }
}

}  // namespace

WholeRun run_from_document(const std::string& text, const std::string& file) {
  return told(file, [&] { return read(parsed(text)); });
}

RunsRead runs_from_documents(const std::string& text, const std::string& file) {
  return told(file, [&] {
    const Json json = parsed(text);
    if (const std::string said = word(at(json, "format")); said != format)
      throw Misfit(fmt::format("its format is \"{}\", and \"{}\" is what this xp reads", said, format));
    RunsRead out;
    Hasher all;
    for (const Json& each : list(json, "runs")) out.runs.push_back(read(each)), all.add(each.dump());
    out.hashed = json.contains("sha256");
    if (out.hashed && word(json["sha256"]) != all.hex())
      throw Error(file + " is not as it was written: its SHA-256 is another one",
                  "copy it again from where it was exported; nothing was imported");
    return out;
  });
}

}  // namespace xp
