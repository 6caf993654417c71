// Whose pictures belong together.
#pragma once
#include <string>
#include <vector>

namespace xp::reading {

/// What is known of whose picture a sample is, from the finest to the coarsest; each may be empty.
struct Owner {
  std::string group;    // as a manifest has it
  std::string patient;  // id and issuer, or the id where no issuer is named
  std::string id;       // id alone
};

/// A group for each: its finest name. A picture that lacks a finer name may be of any who have one and share the
/// coarser: with it they become one group, under one of their names, so that no patient is torn. Where a manifest
/// names a group for each of a patient's pictures, it decides alone: ids may all read "ANONYMOUS".
std::vector<std::string> groups_of(const std::vector<Owner>& owners);

}  // namespace xp::reading
