// xp: finds the verb, parses its arguments, and is the only place that catches an Error.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>

#include "framework/base/disk.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/base/version.h"
#include "tools/xp/verb.h"

namespace xp {
namespace {

const std::vector<Option> shared{{"quiet", 'q', "", "no progress and no remarks"},
                                 {"verbose", 'v', "", "more remarks"},
                                 {"no-color", 0, "", "no colours (NO_COLOR does the same)"},
                                 {"help", 'h', "", "this text"}};

std::string overview() {
  std::string out =
      "xp trains networks on small medical image sets and will not let a result look better than it is.\n\n";
  for (const Verb* v : verbs()) out += fmt::format("  {:9} {}\n", v->name, v->doc);
  return out + "\nxp VERB --help tells more.   First: xp run experiments/smoke.cpp\n";
}

int report(const Error& e, bool colour) {
  const Terminal terminal(colour, false, false);
  Terminal::say(fmt::format("{} {}\n", terminal.styled("xp:", "31"), printable(e.what())));
  if (!e.hint().empty()) Terminal::say(fmt::format("  {}\n", printable(e.hint())));
  return static_cast<int>(e.exit());
}

/// What the system says of a path that no function of ours looked after.
Error refused(const std::filesystem::filesystem_error& e) {
  const std::string path = e.path2().empty() ? e.path1().string() : e.path2().string();
  if (means_full(e.code().value())) return DiskFull("the disk of " + path + " is full");
  return Error(path + ": " + e.code().message(),
               e.code() == std::errc::permission_denied ? "whose is it? ls -ld shows its owner and its rights" : "",
               Exit::failed);
}

int perform(const Verb& declared, const std::vector<std::string>& words, const std::string& line) {
  Verb verb = declared;
  verb.options.insert(verb.options.end(), shared.begin(), shared.end());
  Arguments args = parse(words, verb.options, verb.name);
  args.line = line;
  const Terminal terminal(!args.has("no-color"), args.has("quiet"), args.has("verbose"));
  if (args.has("help")) return terminal.print(usage(verb)), 0;
  const int given = static_cast<int>(args.positional.size());
  if (given < verb.least || (verb.most >= 0 && given > verb.most))
    throw Error(given < verb.least
                    ? fmt::format("{} wants {}", verb.name, verb.arguments)
                    : fmt::format("{} does not know what to do with \"{}\"", verb.name, args.positional.back()),
                fmt::format("for instance: {}", verb.example));
  Context context(verb, std::move(args), terminal);
  return static_cast<int>(verb.perform(context));
}

int run(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const std::string first = words.empty() ? "--help" : words[0];
  const Terminal terminal(true, false, false);
  if (first == "--help" || first == "-h") return terminal.print(overview()), 0;
  if (first == "--version") return terminal.print("xp " XP_VERSION "\n"), 0;
  Registry::global().check();
  return perform(verb_named(first), {words.begin() + 1, words.end()}, "xp " + join(words, " "));
}

}  // namespace
}  // namespace xp

int main(int argc, char** argv) {
  xp::handle_interrupts();
  const bool colour =
      std::find(argv, argv + argc, std::string("--no-color")) == argv + argc;  // known before words are parsed
  try {
    return xp::run(argc, argv);
  } catch (const xp::Error& e) {
    return xp::report(e, colour);
  } catch (const std::filesystem::filesystem_error& e) {
    return xp::report(xp::refused(e), colour);
  } catch (const std::exception& e) {
    return xp::report(xp::Error(e.what(), "this is a mistake of xp's own; please report it", xp::Exit::failed), colour);
  }
}
