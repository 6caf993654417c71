// What every page is put together from: sections, templates, and the frame around them.
#pragma once
#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

#include "reports/pages/pages.h"

namespace xp {

using Values = kainjow::mustache::data;

/// A template of reports/html/templates, by its name. Every value is escaped, but for {{{those}}} that are HTML
/// already.
std::string rendered(const std::string& name, const Values& values);
/// A list of objects with one text each, for {{#list}}{{key}}{{/list}}.
Values list_of(const std::string& key, const std::vector<std::string>& texts);

/// A heading and what stands under it. One without a body is left out of the page.
struct Section {
  std::string id;     // unique in the page: letters, digits and "-"; links of the contents lead there
  std::string title;  // text
  std::string hint;   // a sentence on how to read it, text; may be empty
  std::string body;   // HTML
};

struct Page {
  std::string title;                    // of the window, text
  std::string head;                     // HTML: what it is about and the verdict, the first screen
  std::vector<Section> sections;        // with more than three, contents are listed after the head
  std::vector<std::string> provenance;  // lines of the footer
};
std::string framed(const Page& page, const Writing& writing);

/// Identity, data and sources of a run, for the footer.
std::vector<std::string> provenance_of(const Record& record);

}  // namespace xp
