#include "reports/html/page.h"

#include <fmt/format.h>

#include <cassert>

#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/base/version.h"
#include "reports/html/assets.h"
#include "reports/html/escape.h"
#include "reports/html/packed.h"

namespace xp {
namespace {

std::string file(std::string_view name) {
  for (const Asset& asset : assets())
    if (asset.name == name) return std::string(asset.text);
  assert(false && "a file that embed.cmake does not list");
  return "";
}

/// As a content-security policy names a script that it allows.
std::string source_hash(const std::string& script) {
  const std::string hex = sha256(script);
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return "sha256-" + base64(bytes);
}

}  // namespace

std::string rendered(const std::string& name, const Values& values) {
  kainjow::mustache::mustache page{file(name)};
  assert(page.is_valid());
  page.set_custom_escape([](const std::string& text) { return escaped(text); });
  return page.render(values);
}

Values list_of(const std::string& key, const std::vector<std::string>& texts) {
  Values out{Values::type::list};
  for (const std::string& text : texts) out << Values{key, text};
  return out;
}

std::string framed(const Page& page, const Writing& writing) {
  Values sections{Values::type::list};
  int shown = 0;
  for (const Section& section : page.sections) {
    if (section.body.empty()) continue;
    Values one;
    one.set("id", section.id);
    one.set("heading", section.title);
    one.set("has_hint", !section.hint.empty());
    one.set("hint", section.hint);
    one.set("body", section.body);
    sections << one;
    ++shown;
  }
  std::vector<std::string> lines = page.provenance;
  lines.push_back(fmt::format("Written by xp {}{}. This page is whole: it loads nothing{}.", XP_VERSION,
                              writing.when.empty() ? "" : " on " + writing.when,
                              writing.refresh ? fmt::format(" but itself, again every {} s", writing.refresh) : ""));
  const std::string script = file("report.js");
  lines.push_back(script.empty() ? "This xp was built without its charting library: tables alone, no charts."
                                 : file("report.credits.txt"));
  Values values;
  values.set("has_script", !script.empty());
  values.set("script", script);
  values.set("script_hash", source_hash(script));
  values.set("notices", file("report.notices.txt"));
  values.set("title", shorten(valid_utf8(page.title), 120));
  values.set("style", file("style.css") + (script.empty() ? "figure.chart { display: none; }\n" : ""));
  values.set("refreshes", writing.refresh > 0);
  values.set("refresh", std::to_string(writing.refresh));
  values.set("head", page.head);
  values.set("has_contents", shown > 3);
  values.set("sections", sections);
  values.set("provenance", list_of("text", lines));
  return rendered("page.mustache", values);
}

std::vector<std::string> provenance_of(const Record& record) {
  const auto shown = [](const std::string& hash) { return hash.empty() ? std::string("not recorded") : hash; };
  std::vector<std::string> out{fmt::format("{} · plan {} · data {}", run_name(record.run.id),
                                           shown(record.run.identity), shown(record.run.fingerprint))};
  for (const Source& s : record.sources) out.push_back(fmt::format("{} · {}", s.path, s.sha256));
  return out;
}

}  // namespace xp
