// SQLite as the store uses it: transactions that roll back on their own, NaN that survives, and errors that say what
// to do. The only header of the project that includes SQLite.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "framework/base/value.h"

namespace xp {

/// A row of a result; columns count from 0.
class Row {
 public:
  explicit Row(SQLite::Statement& s) : s_(s) {}
  std::string text(int c) const { return s_.getColumn(c).getString(); }
  std::int64_t integer(int c) const { return s_.getColumn(c).getInt64(); }
  /// NULL is NaN.
  double real(int c) const {
    const SQLite::Column column = s_.getColumn(c);
    return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
  }
  Value value(int c) const;
  std::vector<double> reals(int c) const;  // a blob of doubles

 private:
  SQLite::Statement& s_;
};

class Db {
 public:
  /// Opens or creates. Read-only places are opened for reading when `write` is false. Throws Error.
  Db(const std::string& path, bool write);

  template <class... A>
  void run(const char* sql, const A&... arguments) {
    translated([&] {
      SQLite::Statement s(*db_, sql);
      bind(s, arguments...);
      while (s.executeStep()) {
      }
    });
  }
  /// Calls `each(Row)` for every row.
  template <class F, class... A>
  void rows(const char* sql, F each, const A&... arguments) const {
    translated([&] {
      SQLite::Statement s(*db_, sql);
      bind(s, arguments...);
      while (s.executeStep()) each(Row(s));
    });
  }
  /// One statement for many rows: `fill(bind)` calls bind(values…) once for each.
  template <class F>
  void many(const char* sql, F fill) {
    translated([&] {
      SQLite::Statement s(*db_, sql);
      fill([&](const auto&... values) {
        s.reset();
        bind(s, values...);
        s.exec();
      });
    });
  }
  /// BEGIN IMMEDIATE … COMMIT; rolls back when `body` throws. Within another one it is a part of that.
  template <class F>
  void atomically(F body) {
    if (inside_) return body();
    translated([&] {
      SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
      struct Inside {
        bool& flag;
        explicit Inside(bool& f) : flag(f) { flag = true; }
        ~Inside() { flag = false; }
      } const inside(inside_);
      body();
      transaction.commit();
    });
  }
  std::int64_t last_id() const { return db_->getLastInsertRowid(); }
  std::int64_t changes() const { return db_->getChanges(); }

 private:
  template <class... A>
  static void bind(SQLite::Statement& s, const A&... arguments) {
    int at = 0;
    (put(s, ++at, arguments), ...);
    assert(at == s.getBindParameterCount());
  }
  static void put(SQLite::Statement& s, int at, double v) { std::isnan(v) ? s.bind(at) : s.bind(at, v); }
  static void put(SQLite::Statement& s, int at, const std::string& v) { s.bind(at, v); }
  static void put(SQLite::Statement& s, int at, const char* v) { s.bind(at, v); }
  static void put(SQLite::Statement& s, int at, const Value& v);
  static void put(SQLite::Statement& s, int at, const std::vector<double>& v) {
    s.bind(at, v.data(), static_cast<int>(v.size() * sizeof(double)));
  }
  template <class I>
  static std::enable_if_t<std::is_integral_v<I>> put(SQLite::Statement& s, int at, I v) {
    s.bind(at, static_cast<std::int64_t>(v));
  }
  template <class F>
  void translated(F body) const {
    try {
      body();
    } catch (const SQLite::Exception& e) {
      refuse(e);
    }
  }
  [[noreturn]] void refuse(const SQLite::Exception& e) const;

  std::string path_;
  std::unique_ptr<SQLite::Database> db_;
  bool inside_ = false;
};

}  // namespace xp
