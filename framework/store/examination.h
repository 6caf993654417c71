// What `Store::examine` looks at, part by part. Each part adds what it finds, and mends it where it is told to and
// where nothing has to be guessed.
#pragma once
#include <string>
#include <vector>

#include "framework/store/db.h"
#include "framework/store/health.h"

namespace xp {

struct Examination {
  Db& db;
  const std::string home;
  const bool mend;
  std::vector<Ailment> found = {};

  void say(std::string what, std::string advice, bool mended = false) {
    found.push_back({std::move(what), std::move(advice), mended});
  }
  /// The advice where --mend would have helped.
  static constexpr const char* mendable = "xp doctor --mend";
};

/// The first of them, and how many more.
std::string some_of(std::vector<std::string> all);

// ---- rows (examine_rows.cpp)
void examine_journal(Examination& e);     // readers would block writers; a log that grew
void examine_processes(Examination& e);   // runs and sweeps whose process died
void examine_references(Examination& e);  // rows that name what is not there
void examine_values(Examination& e);      // epochs whose metrics are gone
// ---- files (examine_files.cpp)
void examine_artifacts(Examination& e);    // their content, against its hash
void examine_leftovers(Examination& e);    // files that nobody names, and what writing left behind
void examine_checkpoints(Examination& e);  // of runs that need none, and the room that is kept free

}  // namespace xp
