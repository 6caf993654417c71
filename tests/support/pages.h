// A page taken apart: what a browser shows, the program in it, and the data that the program draws.
#pragma once
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "framework/base/hash.h"
#include "reports/html/packed.h"

namespace xp::test {

struct Apart {
  std::string html;               // without comments, style, and what stands in scripts
  std::vector<std::string> data;  // of <script type="application/json">
  std::vector<std::string> programs;
};

inline Apart apart(const std::string& page) {
  static const std::string json = "<script type=\"application/json\">";
  Apart out;
  for (std::size_t at = 0; at < page.size();) {
    const auto take = [&](const std::string& open, const std::string& close, auto keep) {
      if (page.compare(at, open.size(), open) != 0) return false;
      const std::size_t from = at + open.size(), end = page.find(close, from);
      if (end == std::string::npos) return false;
      keep(page.substr(from, end - from));
      at = end + close.size();
      return true;
    };
    if (take(json, "</script>", [&](std::string text) { out.data.push_back(std::move(text)); }) ||
        take("<script>", "</script>", [&](std::string text) { out.programs.push_back(std::move(text)); }) ||
        take("<!--", "-->", [](const std::string&) {}) || take("<style>", "</style>", [](const std::string&) {}))
      continue;
    out.html += page[at++];
  }
  return out;
}

inline std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

/// As a policy names a program.
inline std::string source_hash(const std::string& program) {
  const std::string hex = sha256(program);
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return "sha256-" + base64(bytes);
}

/// Whether no program but ours can run: none else is in it, none is in a tag, and the policy names ours by its hash.
inline bool only_ours(const std::string& page) {
  static const std::regex handler("<[^>]*\\son[a-z]+\\s*=");
  const Apart parts = apart(page);
  if (parts.html.find("<script") != std::string::npos || std::regex_search(parts.html, handler)) return false;
  if (parts.programs.size() > 1 || count(page, "Content-Security-Policy") != 1) return false;
  for (const std::string& data : parts.data)
    if (data.find('<') != std::string::npos) return false;
  const std::string policy = parts.html.substr(0, parts.html.find("</head>"));
  const std::string allowed = parts.programs.empty() ? "" : "script-src '" + source_hash(parts.programs[0]) + "'";
  return policy.find("default-src 'none'") != std::string::npos && policy.find("unsafe-eval") == std::string::npos &&
         (allowed.empty() ? policy.find("script-src") == std::string::npos
                          : policy.find(allowed) != std::string::npos && count(policy, "script-src") == 1);
}

/// No two elements are called alike: a link leads to one place.
inline bool unique_ids(const std::string& page) {
  static const std::regex id("\\sid=\"([^\"]*)\"");
  const std::string html = apart(page).html;
  std::set<std::string> seen;
  for (std::sregex_iterator i(html.begin(), html.end(), id), end; i != end; ++i)
    if (!seen.insert((*i)[1]).second) return false;
  return true;
}

/// Every tag that opens is closed, in order; void elements and self-closed ones apart.
inline bool balanced(const std::string& page) {
  static const std::regex tag("<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>");
  const std::string html = apart(page).html;
  std::vector<std::string> open;
  for (std::sregex_iterator i(html.begin(), html.end(), tag), end; i != end; ++i) {
    const std::string name = (*i)[2];
    if (name == "meta" || name == "hr" || name == "img" || name == "br" || name == "input" || (*i)[3] == "/") continue;
    if ((*i)[1] == "")
      open.push_back(name);
    else if (open.empty() || open.back() != name)
      return false;
    else
      open.pop_back();
  }
  return open.empty();
}

}  // namespace xp::test
