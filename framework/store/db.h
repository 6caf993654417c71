// SQLite as the store uses it: statements that are prepared once, transactions that roll back on their own, values that
// keep their types, and errors that say what to do. For one thread at a time.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "framework/base/value.h"
#include "framework/store/statements.h"

namespace xp {

/// What lies in a column, whatever its type: NULL, integer, real, text or blob.
struct Blob {
  std::string bytes;
  auto operator<=>(const Blob&) const = default;
};
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

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
  /// As it was put: a truth value where column `is_bool` says so, NaN where it is NULL.
  Value value(int c, int is_bool = -1) const;
  std::vector<double> reals(int c) const { return numbers<double>(c); }
  /// A blob of such; NULL is empty.
  template <class T>
  std::vector<T> numbers(int c) const {
    const SQLite::Column column = s_.getColumn(c);
    std::vector<T> out(static_cast<std::size_t>(column.getBytes()) / sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), column.getBlob(), out.size() * sizeof(T));
    return out;
  }
  std::vector<Cell> cells() const;  // all columns

 private:
  SQLite::Statement& s_;
};

class Db {
 public:
  /// Opens or creates. Read-only places are opened for reading when `write` is false. `synced`: a transaction that was
  /// committed survives a loss of power. Throws Error.
  Db(const std::string& path, bool write, bool synced = false);
  /// Somebody else's file, hostile perhaps, read-only, whatever its schema; and the schema of the first so many
  /// migrations, in memory (foreign.cpp).
  static Db foreign(const std::string& path);
  static Db of_first(std::size_t migrations);

  template <class... A>
  void run(const char* sql, const A&... arguments) {
    translated([&] {
      const auto s = statements_.lend(*db_, sql);
      bind(*s, arguments...);
      for (begin(*s); s->hasRow();) s->executeStep();
    });
  }
  /// Calls `each(Row)` for every row.
  template <class F, class... A>
  void rows(const char* sql, F each, const A&... arguments) const {
    translated([&] {
      const auto s = statements_.lend(*db_, sql);
      bind(*s, arguments...);
      for (begin(*s); s->hasRow(); s->executeStep()) each(Row(*s));
    });
  }
  /// One statement for many rows, within `atomically`: `fill(bind)` calls bind(values…) once for each.
  template <class F>
  void many(const char* sql, F fill) {
    assert(inside_);
    translated([&] {
      const auto s = statements_.lend(*db_, sql);
      fill([&](const auto&... values) {
        s->reset();
        bind(*s, values...);
        s->exec();
      });
    });
  }
  /// BEGIN IMMEDIATE … COMMIT; rolls back when `body` throws. Within another one it is a part of that.
  template <class F>
  void atomically(F body) {
    if (inside_) return body();
    begin_transaction();
    struct Undone {
      Db* db;
      ~Undone() {
        if (db) db->roll_back();
      }
    } undone{this};
    body();
    run("COMMIT");
    inside_ = false;
    undone.db = nullptr;
  }
  bool synced() const { return synced_; }
  /// For what SQLite does with a whole database; its exceptions are not translated.
  SQLite::Database& whole() const { return *db_; }
  std::int64_t last_id() const { return db_->getLastInsertRowid(); }
  std::int64_t changes() const { return db_->getChanges(); }

 private:
  Db(const std::string& path, std::unique_ptr<SQLite::Database> db) : path_(path), db_(std::move(db)) {}
  /// A parameter a cell.
  static void bind(SQLite::Statement& s, const std::vector<Cell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      std::visit([&](const auto& v) { put(s, static_cast<int>(i) + 1, v); }, cells[i]);
  }
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
  /// A blob of their bytes.
  template <class T>
  static void put(SQLite::Statement& s, int at, const std::vector<T>& v) {
    put(s, at, std::span<const T>(v));
  }
  template <class T>
  static void put(SQLite::Statement& s, int at, std::span<const T> v) {
    s.bindNoCopy(at, v.empty() ? static_cast<const void*>("") : v.data(), static_cast<int>(v.size_bytes()));
  }
  static void put(SQLite::Statement& s, int at, const Blob& v) {
    put(s, at, std::span<const char>(v.bytes.data(), v.bytes.size()));
  }
  static void put(SQLite::Statement& s, int at, std::nullptr_t) { s.bind(at); }
  static void put(SQLite::Statement& s, int at, std::monostate) { s.bind(at); }
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
  /// The first step, which may have to wait for other processes.
  void begin(SQLite::Statement& s) const;
  void begin_transaction();
  void roll_back() noexcept;

  std::string path_;
  std::unique_ptr<SQLite::Database> db_;
  mutable Statements statements_;  // gone before their database
  bool inside_ = false, synced_ = false;
};

}  // namespace xp
