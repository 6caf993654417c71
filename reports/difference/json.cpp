#include "framework/base/json.h"
#include "reports/difference/text.h"
#include "reports/json_parts.h"

namespace xp {
namespace {

Json rows(const std::vector<Beside>& of, const Meaning* meaning) {
  const auto value = [](const std::optional<Value>& v) { return v ? json_value<Json>(*v) : Json(); };
  Json out = Json::array();
  for (const Beside& b : of) {
    out.push_back({{"name", b.name}, {"was", value(b.was)}, {"now", value(b.now)}, {"differs", b.differs()}});
    if (meaning) out.back()["known"] = (*meaning)(b.name);
  }
  return out;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

std::string difference_json(const RunDifference& d, const Meaning& meaning, bool all) {
  Json out{{"was", run_name(d.was.id)},
           {"now", run_name(d.now.id)},
           {"differs", d.any()},
           {"plan", rows(all ? d.plan : differing(d.plan), nullptr)},
           {"sources", Json::array()},
           {"images", Json::array()},
           {"environment", rows(all ? d.environment : differing(d.environment), &meaning)},
           {"unknown", d.unknown}};
  for (const SourceDifference& s : d.sources)
    out["sources"].push_back({{"was", text_or_null(s.was)}, {"now", text_or_null(s.now)}, {"diff", s.diff}});
  for (const ImageDifference& i : d.images)
    out["images"].push_back(
        {{"image", i.image}, {"change", name(i.kind)}, {"was", text_or_null(i.was)}, {"now", text_or_null(i.now)}});
  return dumped(out);
}

}  // namespace xp
