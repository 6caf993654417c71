#include "tools/xp/moment.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "framework/base/error.h"

namespace xp {
namespace {

constexpr std::time_t last = 253402300799;  // of the year 9999

std::time_t counted_seconds(std::string_view text) {
  std::time_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out < 0 || out > last)
    throw Error(fmt::format("SOURCE_DATE_EPOCH counts no seconds since 1970: \"{}\"", text),
                "a whole number, as date +%s prints it; unset it, and pages say when they were written");
  return out;
}

}  // namespace

std::string moment() {
  const char* fixed = std::getenv("SOURCE_DATE_EPOCH");
  const std::time_t when = fixed && *fixed ? counted_seconds(fixed) : std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&when, &utc);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                     utc.tm_min);
}

}  // namespace xp
