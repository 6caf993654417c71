#include "tools/xp/args.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/base/value.h"

namespace xp {

namespace po = boost::program_options;

std::string Arguments::text(const std::string& option, const std::string& fallback) const {
  const auto found = values_.find(option);
  return found == values_.end() ? fallback : found->second.back();
}

std::vector<std::string> Arguments::texts(const std::string& option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

int Arguments::number(const std::string& option, int fallback, int least, int most) const {
  if (!has(option)) return fallback;
  const Value value = Value::parse(text(option));
  const auto* n = value.get<std::int64_t>();
  if (!n || *n < least)
    throw Error(fmt::format("--{} wants a whole number of at least {}, not \"{}\"", option, least, text(option)));
  if (*n > most) throw Error(fmt::format("--{} {} is too many: at most {}", option, *n, most));
  return static_cast<int>(*n);
}

Arguments parse(const std::vector<std::string>& words, const std::vector<Option>& options, const std::string& verb) {
  po::options_description known;
  std::vector<std::string> names;
  for (const Option& o : options) {
    const std::string name = o.letter ? fmt::format("{},{}", o.name, o.letter) : o.name;
    if (o.argument.empty())
      known.add_options()(name.c_str(), "");
    else
      known.add_options()(name.c_str(), po::value<std::vector<std::string>>()->composing(), "");
    names.push_back("--" + o.name);
  }
  known.add_options()("xp-positional", po::value<std::vector<std::string>>(), "");
  po::positional_options_description positional;
  positional.add("xp-positional", -1);
  // No guessing: an abbreviation that is unique today may not be tomorrow.
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  Arguments out;
  try {
    for (const auto& option :
         po::command_line_parser(words).options(known).positional(positional).style(style).run().options) {
      auto& into = option.string_key == "xp-positional" ? out.positional : out.values_[option.string_key];
      into.insert(into.end(), option.value.begin(), option.value.end());
    }
  } catch (const po::unknown_option& e) {
    throw Error(fmt::format("{} has no option {}", verb, e.get_option_name()),
                fmt::format("{}  (xp {} --help)", suggestion(e.get_option_name(), names), verb));
  } catch (const po::invalid_command_line_syntax& e) {
    const auto o = std::find_if(options.begin(), options.end(),
                                [&](const Option& each) { return e.get_option_name() == "--" + each.name; });
    if (o == options.end()) throw Error(fmt::format("{}: {}", verb, e.what()), fmt::format("xp {} --help", verb));
    throw Error(
        o->argument.empty() ? fmt::format("--{} takes no value", o->name) : fmt::format("--{} wants a value", o->name),
        fmt::format("--{}{}{}: {}  (xp {} --help)", o->name, o->argument.empty() ? "" : " ", o->argument, o->doc,
                    verb));
  } catch (const po::error& e) {
    throw Error(fmt::format("{}: {}", verb, e.what()), fmt::format("xp {} --help", verb));
  }
  for (const Option& o : options)
    if (!o.repeats && out.values_.count(o.name) && out.values_[o.name].size() > 1)
      throw Error(fmt::format("--{} was given more than once", o.name));
  return out;
}

}  // namespace xp
