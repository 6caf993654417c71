#include "tools/xp/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "framework/base/csv.h"
#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

const std::vector<std::string> overall{"accuracy", "balanced_accuracy", "macro_precision", "macro_f1",
                                       "images",   "classes",           "digits",          "tolerance"};
const std::vector<std::string> of_class{"precision", "recall", "f1", "specificity", "count", "share"};

std::vector<std::string> known() {
  std::vector<std::string> out = overall;
  out.insert(out.end(), of_class.begin(), of_class.end());
  return out;
}

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::int64_t whole(const std::string& text, const std::string& what, std::int64_t least, std::int64_t most) {
  const bool digits = !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
  const std::int64_t n = digits ? std::stoll(text) : -1;
  if (n < least || n > most)
    throw Error(fmt::format("{} wants a whole number from {} to {}, not \"{}\"", what, least, most, text));
  return n;
}

Span sizes(const std::string& text) {
  const auto dots = text.find("..");
  const Span out{whole(text.substr(0, dots), "images", 1, largest_size),
                 whole(dots == std::string::npos ? text : text.substr(dots + 2), "images", 1, largest_size)};
  if (out.empty())
    throw Error(fmt::format("images {}: no size is in there", text), "the smaller number comes first: 50..200");
  return out;
}

/// Widened on both sides.
ClaimedRate with_tolerance(ClaimedRate rate, const ClaimedRate& by) {
  if (rate.scale > 10'000'000 || by.scale > 10'000'000)
    throw Error("a share and its tolerance have at most four digits");
  const std::int64_t common = rate.scale * by.scale;
  const std::int64_t slack = by.centre * rate.scale;
  return {rate.typed + " ± " + by.typed, std::max<std::int64_t>(0, rate.low * by.scale - slack),
          std::min(common, rate.high * by.scale + slack), common, rate.centre * by.scale};
}

ClaimedClass& class_named(Claim& claim, const std::string& name) {
  for (ClaimedClass& c : claim.classes)
    if (c.name == name) return c;
  claim.classes.push_back({});
  claim.classes.back().name = name;
  return claim.classes.back();
}

Error unknown(const Said& said) {
  const std::string close = nearest(said.what, said.of_class.empty() ? known() : of_class);
  const auto written = [](const std::string& name) { return among(of_class, name) ? name + ":CLASS" : name; };
  std::vector<std::string> all;
  for (const std::string& name : known()) all.push_back(written(name));
  return Error(
      fmt::format("unknown figure \"{}\"", said.of_class.empty() ? said.what : said.what + ":" + said.of_class),
      close.empty() ? "known: name, " + join(all) : fmt::format("did you mean \"{}\"?", written(close)));
}

void say_of_class(Claim& claim, const Said& said, int digits) {
  ClaimedClass& c = class_named(claim, said.of_class);
  const std::string what = said.what + " of " + said.of_class;
  if (said.what == "count") {
    c.images = whole(said.value, what, 0, largest_counted);
    return;
  }
  const bool share = said.what == "share";
  const ClaimedRate rate = claimed_rate(said.value, what, share ? -1 : digits);
  (share                      ? c.share
   : said.what == "precision" ? c.precision
   : said.what == "recall"    ? c.recall
   : said.what == "f1"        ? c.f1
                              : c.specificity) = rate;
}

void say_of_all(Claim& claim, const Said& said, int digits) {
  if (said.what == "images") {
    claim.sizes = sizes(said.value);
    claim.larger = false;
  } else if (said.what == "classes") {
    claim.number_of_classes = static_cast<int>(whole(said.value, "classes", 1, 1000));
  } else if (said.what == "tolerance") {
    const ClaimedRate by = claimed_rate(said.value, "tolerance");
    if (std::none_of(claim.classes.begin(), claim.classes.end(), [](const ClaimedClass& c) { return c.share; }))
      throw Error("a tolerance without a share: it says how far shares may be off",
                  "a figure is taken for all that rounds to it; --digits says to how many digits");
    for (ClaimedClass& c : claim.classes)
      if (c.share) c.share = with_tolerance(*c.share, by);
  } else if (said.what != "digits") {
    (said.what == "accuracy"            ? claim.accuracy
     : said.what == "balanced_accuracy" ? claim.balanced_accuracy
     : said.what == "macro_precision"   ? claim.macro_precision
                                        : claim.macro_f1) = claimed_rate(said.value, said.what, digits);
  }
}

}  // namespace

Claim claim_said(const std::vector<Said>& all, const std::string& name) {
  Claim claim;
  claim.name = name;
  std::set<std::pair<std::string, std::string>> seen;
  int digits = -1;
  for (const Said& said : all) {
    const bool whole_claim = among(overall, said.what) && said.of_class.empty();
    if (!whole_claim && !among(of_class, said.what)) throw unknown(said);
    if (!whole_claim && said.of_class.empty())
      throw Error(fmt::format("{} {}: of which class?", said.what, said.value),
                  fmt::format("{}:CLASS in a file, --{} CLASS={} as an option", said.what, said.what, said.value));
    if (!seen.insert({said.what, said.of_class}).second)
      throw Error(said.of_class.empty() ? fmt::format("{} is said twice", said.what)
                                        : fmt::format("{} of {} is said twice: a class is named once for each figure",
                                                      said.what, said.of_class));
    if (said.what == "digits") digits = static_cast<int>(whole(said.value, "digits", 0, 9));
  }
  for (const Said& said : all)
    if (!said.of_class.empty()) say_of_class(claim, said, digits);
  for (const Said& said : all)
    if (said.of_class.empty()) say_of_all(claim, said, digits);
  std::int64_t counted = 0;
  for (const ClaimedClass& c : claim.classes) counted += c.images.value_or(0);
  if (claim.larger) claim.sizes.high = std::min(largest_size, std::max(claim.sizes.high, 2 * counted));
  return claim;
}

std::vector<Claim> read_claims(const std::string& path) {
  const Csv csv = read_csv_file(path);
  std::vector<Claim> out;
  for (const Csv::Row& row : csv.rows) {
    std::vector<Said> said;
    std::string name = fmt::format("line {}", row.line);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string& column = csv.header.cells[i];
      if (row.cells[i].empty()) continue;
      if (column == "name") {
        name = row.cells[i];
        continue;
      }
      const auto colon = column.find(':');
      said.push_back(
          {column.substr(0, colon), colon == std::string::npos ? "" : column.substr(colon + 1), row.cells[i]});
    }
    try {
      out.push_back(claim_said(said, name));
      check_sense(out.back());
    } catch (const Error& e) {
      throw Error(fmt::format("{}, line {}: {}", path, row.line, e.what()), e.hint());
    }
  }
  if (out.empty()) throw Error(path + " holds no claim", "a header, then one claim a row: name,accuracy,recall:Normal");
  return out;
}

}  // namespace xp
