// What a callback finds again in the state that it gave away.
#pragma once
#include "framework/experiment.h"

namespace xp {

/// Throws Error where the state has no such value of this type.
template <class T>
const T& remembered(const Settings& state, const char* name) {
  const Value* value = find(state, name);
  if (!value || !value->get<T>())
    throw Error(std::string("a callback's state lacks \"") + name + "\"", "the checkpoint was written by another xp");
  return *value->get<T>();
}

}  // namespace xp
