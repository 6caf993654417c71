#include <cassert>

#include "framework/base/file.h"
#include "tools/xp/verb.h"

namespace xp {

const Store& Context::records() {
  assert(verb_.needs != Needs::nothing);
  if (writing_) return *writing_;
  if (!reading_) reading_ = std::make_unique<Store>(home_folder(), Store::Access::read);
  return *reading_;
}

Store& Context::store() {
  assert(verb_.needs != Needs::nothing);
  const auto durable = args.has("durable") ? Store::Durable::power : Store::Durable::process;
  if (!writing_) writing_ = std::make_unique<Store>(home_folder(), Store::Access::write, durable);
  return *writing_;
}

Engine& Context::engine() {
  assert(verb_.needs == Needs::engine);
  if (engine_) return *engine_;
  engine_ = open_engine();
  const Settings facts = engine_->facts();
  if (const Value* blas = find(facts, "blas");
      blas && blas->text().find("openblas") == std::string::npos && blas->text() != "MKL")
    terminal.warn("LibTorch computes with " + blas->text() +
                  ", up to 30 times slower than OpenBLAS: apt-get install libopenblas0-openmp");
  return *engine_;
}

}  // namespace xp
