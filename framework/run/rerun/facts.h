// Which facts of an environment are known to change what a plan computes, and why.
#pragma once
#include <string>
#include <vector>

namespace xp {

// Other rooms have a Fact, a Condition, a Pair, a Verdict, an Evidence and a Comparison too: two of one name in a
// program share one destructor.

inline namespace reruns {
enum class Effect { matters, may, harmless, unknown };
}  // namespace reruns
/// "matters", "may matter", "does not matter", "unknown".
const char* name(Effect effect);

inline namespace reruns {
struct Fact {
  const char* name;  // as the environment records it
  Effect effect;
  const char* reason;
};
}  // namespace reruns
/// Every fact that is recorded has a row here.
const std::vector<Fact>& all_facts();
/// An unknown one says that nothing is known of it.
Fact fact_named(const std::string& name);

}  // namespace xp
