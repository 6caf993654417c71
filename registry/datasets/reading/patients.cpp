#include "registry/datasets/reading/patients.h"

#include <map>
#include <set>

namespace xp::reading {
namespace {

/// Names that stand for one another.
class Same {
 public:
  std::string of(std::string name) const {
    for (auto found = stands_.find(name); found != stands_.end(); found = stands_.find(name)) name = found->second;
    return name;
  }
  /// From now on what stands for `one` stands for both.
  void join(const std::string& one, const std::string& other) {
    const std::string a = of(one), b = of(other);
    if (a != b) stands_[b] = a;
  }

 private:
  std::map<std::string, std::string> stands_;
};

}  // namespace

std::vector<std::string> groups_of(const std::vector<Owner>& owners) {
  Same patients, groups;
  std::set<std::string> without_issuer, without_group;
  for (const Owner& o : owners)
    if (!o.id.empty() && o.patient == o.id) without_issuer.insert(o.id);
  for (const Owner& o : owners)
    if (without_issuer.count(o.id)) patients.join(o.patient, o.id);
  for (const Owner& o : owners)
    if (o.group.empty() && !o.patient.empty()) without_group.insert(patients.of(o.patient));
  for (const Owner& o : owners)
    if (!o.group.empty() && without_group.count(patients.of(o.patient))) groups.join(o.group, patients.of(o.patient));
  std::vector<std::string> out;
  for (const Owner& o : owners) out.push_back(groups.of(o.group.empty() ? patients.of(o.patient) : o.group));
  return out;
}

}  // namespace xp::reading
