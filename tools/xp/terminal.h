// Where output goes, and what may be done there: results on standard output, progress and remarks on standard error.
#pragma once
#include <string>

#include "reports/text.h"

namespace xp {

class Terminal {
 public:
  Terminal(bool colour_allowed, bool quiet, bool verbose);

  // Results. All three throw Error when the reader or the disk is gone.
  /// Words and tables for people: no name or note in them can steer a terminal.
  void print(const std::string& text) const;
  /// JSON, CSV, Markdown: byte for byte, but harmless where standard output is a terminal.
  void data(const std::string& text) const;
  /// A page for screen(), which has colours and has escaped everything else.
  void page(const std::string& text) const;
  /// To standard error. Never throws: a log that is full or closed must not end a run.
  static void say(const std::string& text);
  // All three escape what could steer a terminal.
  /// Dropped with -q, and with nothing wrong to say. `bold` comes first, in bold.
  void remark(const std::string& text, const std::string& bold = "") const;
  void warn(const std::string& text) const;    // also with -q
  void detail(const std::string& text) const;  // only with -v

  bool animates() const;  // standard error is a terminal that moves its cursor
  int error_columns() const;
  int table_columns() const;  // of standard output; 0, as wide as it takes, when that is no terminal
  bool quiet() const { return quiet_; }
  Screen screen() const;  // of standard output
  std::string styled(const std::string& text,
                     const char* code) const;  // on standard error: "1" bold, "31" red, "2" dim

 private:
  bool out_is_terminal_, error_is_terminal_, colour_, quiet_, verbose_, unicode_;
};

}  // namespace xp
