#include <algorithm>
#include <cassert>

#include "framework/base/file.h"
#include "framework/run/patience.h"
#include "tools/xp/lasting.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

bool waits_for_room(const Verb& verb) {
  return std::any_of(verb.options.begin(), verb.options.end(), [](const Option& o) { return o.name == "disk-wait"; });
}

}  // namespace

const Store& Context::records() {
  assert(verb_.needs != Needs::nothing);
  if (writing_) return *writing_;
  if (!reading_) reading_ = std::make_unique<Store>(home_folder(), Store::Access::read);
  return *reading_;
}

Store& Context::store() {
  assert(verb_.needs != Needs::nothing);
  if (writing_) return *writing_;
  reading_.reset();  // on a full disk a reader has the records for itself
  const auto open = [&] {
    const auto durable = args.has("durable") ? Store::Durable::power : Store::Durable::process;
    writing_ = std::make_unique<Store>(home_folder(), Store::Access::write, durable);
  };
  if (!waits_for_room(verb_)) return open(), *writing_;
  Circumstances lasting;
  last(args, lasting);
  Patience patience(
      home_folder(), lasting.disk_wait_minutes, [] { return false; },  // Ctrl-C ends it: nothing runs yet
      [&](const std::string& sentence) { terminal.warn(sentence); }, [] { return "none yet"; });
  patience(open);
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
