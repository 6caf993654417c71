// xp trial: one trial of a sweep, in a process of its own. Begun by `xp run` alone, with its task on standard input.
#include <filesystem>
#include <iostream>
#include <iterator>

#include "framework/base/child.h"
#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/run/errand.h"
#include "framework/run/own_plugins.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

/// Whoever conducts the sweep shows how it goes on; only what a person has to know at once is passed on.
struct Whispering : Progress {
  void waits(const std::string& for_what) override { Terminal::say(printable(for_what) + "\n"); }
};

void load(const Message& m) {
  if (std::filesystem::exists(m.compiled.library)) load_experiment(m.compiled);
  Record record;
  record.plan = m.errand.trial.plan, record.sources = m.errand.circumstances.sources;
  load_own_plugins(record);
}

Exit trial(Context& /*context*/) {
  const std::string told{std::istreambuf_iterator<char>(std::cin), {}};
  if (told.empty()) throw Error("xp trial was told nothing to do", "xp run begins trials; nobody else needs to");
  const Message m = message_from(told);
  end_with(static_cast<pid_t>(m.parent));
  interrupt_silently();
  load(m);
  const std::unique_ptr<Engine> engine = open_engine();
  Whispering progress;
  const bool durable = m.errand.circumstances.durable;
  Store store(home_folder(), Store::Access::write, durable ? Store::Durable::power : Store::Durable::process);
  const Ran ran = run_errand(m.errand, *engine, store, progress);
  if (ran.refused) return Exit::no;
  if (ran.status == Status::killed) return Exit::interrupted;
  return ran.status == Status::failed ? Exit::failed : Exit::done;
}

}  // namespace

extern const Verb trial_verb;
const Verb trial_verb{
    "trial", "",   "one trial of a sweep, for xp run", "xp run experiments/als_sweep.cpp --jobs 2", Needs::engine, 0, 0,
    {},      trial};

}  // namespace xp
