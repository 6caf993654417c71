// Folders of files under test, and what a dataset makes of them.
#pragma once
#include "framework/experiment.h"
#include "tests/support/plans.h"
#include "tests/support/program.h"

namespace xp::test {

struct Files : TemporaryFolder {
  using TemporaryFolder::TemporaryFolder;
  void add(const std::string& name, const std::string& text = "") const {
    write(path / name, text.empty() ? name : text);
  }
};

inline Listing listed(const std::string& dataset, const std::string& path, Settings settings = {}) {
  set(settings, "path", path);
  return Registry::global().make<Dataset>({dataset, settings})->list();
}

inline std::vector<std::string> names(const Listing& listing) {
  std::vector<std::string> out;
  for (const Sample& s : listing.samples) out.push_back(s.name);
  return out;
}

/// What is wrong and what to do.
inline std::string refusal(const std::string& dataset, const std::string& path, const Settings& settings = {}) {
  try {
    listed(dataset, path, settings);
  } catch (const Error& e) {
    return e.whole();
  }
  return "accepted";
}

}  // namespace xp::test
