#include "framework/run/audited.h"

#include <fmt/format.h>

#include <algorithm>

namespace xp {

const Survey& surveyed(const Listing& listing, const Choice& dataset, Engine& engine, int threads,
                       const std::function<bool()>& stop) {
  static std::string known;
  static Survey survey;
  const std::string key = dataset.name + fingerprint(listing) + (listing.dicom_window ? "" : " full range");
  if (key == known) return survey;
  known.clear();
  survey = engine.survey(listing, dataset, threads, stop);
  known = key;
  return survey;
}

Audit audited(const Prepared& p, const Choice& dataset, Engine& engine, int threads,
              const std::function<bool()>& stop) {
  Audit out = audit(p.listing, p.division, surveyed(p.listing, dataset, engine, threads, stop));
  if (p.skipped.empty()) return out;
  const auto place = std::find_if(out.findings.begin(), out.findings.end(),
                                  [](const Audit::Finding& f) { return f.grade == Audit::Grade::note; });
  out.findings.insert(place,
                      {Audit::Grade::risk, "unreadable files",
                       fmt::format("{} could not be read and {} left out.",
                                   p.skipped.size() == 1 ? "1 image" : fmt::format("{} images", p.skipped.size()),
                                   p.skipped.size() == 1 ? "was" : "were"),
                       "Repair or remove them: what is missing may not be missing at random.", p.skipped});
  return out;
}

}  // namespace xp
