#include "tools/xp/lasting.h"

#include <fmt/format.h>

#include "framework/base/error.h"

namespace xp {
namespace {

double minutes(const Arguments& args, const std::string& option, double otherwise) {
  if (!args.has(option)) return otherwise;
  const Value value = Value::parse(args.text(option));
  const auto* whole = value.get<std::int64_t>();
  const auto* real = value.get<double>();
  const double out = whole ? static_cast<double>(*whole) : real ? *real : -1;
  if (out < 0)
    throw Error(fmt::format("--{} wants minutes, 0 or more, not \"{}\"", option, args.text(option)),
                fmt::format("--{} 0.5 is half a minute", option));
  return out;
}

}  // namespace

const std::vector<Option>& lasting_options() {
  static const std::vector<Option> all{
      {"checkpoint-minutes", 0, "M", "a checkpoint within an epoch after so many minutes; default 10"},
      {"keep-every", 0, "N", "keep the checkpoint of every Nth epoch; default: the last one, until the run FINISHED"},
      {"disk-wait", 0, "M",
       "minutes to wait for room on a full disk, or for records that another program holds; default 60"},
      {"durable", 0, "", "what is recorded survives a loss of power too, not only the death of the process; slower"}};
  return all;
}

void last(const Arguments& args, Circumstances& c) {
  c.checkpoint_minutes = minutes(args, "checkpoint-minutes", c.checkpoint_minutes);
  c.keep_every = args.number("keep-every", c.keep_every, 1);
  c.disk_wait_minutes = minutes(args, "disk-wait", c.disk_wait_minutes);
  c.durable = args.has("durable");
}

}  // namespace xp
