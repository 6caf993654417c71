// Which images of a run's data are others today, told by their SHA-256.
#pragma once
#include <string>
#include <vector>

#include "framework/data/sample.h"
#include "framework/store/record.h"

namespace xp {

struct DataChange {
  enum class Kind { content, gone, added, label, group, renamed };
  Kind kind = Kind::content;
  std::string name;      // of the sample; of one that is gone, as it was
  std::string was, now;  // SHA-256, class, group or name; empty: there is none
};
const char* name(DataChange::Kind kind);  // "content", "gone", …

struct DataChanges {
  bool any = false;                 // the fingerprints differ
  std::string now;                  // fingerprint
  std::vector<DataChange> changes;  // empty where what differs is not kept image by image
  std::size_t samples = 0, samples_then = 0;
};

/// `fingerprint`: of the data then. What was left out as unreadable then counts as known.
DataChanges data_changes(const Record& record, const std::string& fingerprint, const Listing& now);

/// "2 of 39 images: single/03.png is another image (SHA-256 was abc…, now def…); double/07.png is gone": the first
/// five.
std::string sentence(const DataChanges& changes);

}  // namespace xp
