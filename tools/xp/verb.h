// A verb is a row (this struct) and a file of its own.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "framework/engine/engine.h"
#include "framework/store/names.h"
#include "framework/store/store.h"
#include "tools/xp/args.h"
#include "tools/xp/terminal.h"

namespace xp {

/// What a verb may touch: a cheap one never loads what it does not declare.
enum class Needs { nothing, records, engine };

struct Verb;

/// What a verb works with. Store and engine are opened when first asked for.
class Context {
 public:
  Context(const Verb& verb, Arguments given, Terminal terminal)
      : args(std::move(given)), terminal(terminal), verb_(verb) {}

  const Arguments args;
  const Terminal terminal;

  const Store& records();  // throws Error when there are none yet
  Store& store();          // for writing; creates what is missing; what records() returned before is gone then
  Engine& engine();        // warns when it computes with the slow reference BLAS
  /// The runs that the positional arguments from `first` on name.
  std::vector<std::int64_t> runs(std::size_t first = 0) {
    return runs_named(records(), {args.positional.begin() + static_cast<std::ptrdiff_t>(first), args.positional.end()});
  }

 private:
  const Verb& verb_;
  std::unique_ptr<Store> reading_, writing_;
  std::unique_ptr<Engine> engine_;
};

struct Verb {
  const char* name;
  const char* arguments;  // "RUN…", as the usage line shows them
  const char* doc;        // one line
  const char* example;    // a whole command
  Needs needs;
  int least, most;  // positional arguments; most -1: any number
  std::vector<Option> options;
  Exit (*perform)(Context&);
  const char* more = "";  // what its usage says after the options, in lines of their own
};

/// All of them, in the order in which `xp --help` shows them.
const std::vector<const Verb*>& verbs();
/// Throws Error with the nearest name.
const Verb& verb_named(const std::string& name);
std::string usage(const Verb& verb);

}  // namespace xp
