// Prepared statements, kept for the next time.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <string_view>
#include <unordered_map>

namespace xp {

/// By their text. One that is in use is lent to nobody else: the same text, asked for meanwhile, is prepared anew.
/// For one thread at a time, as its database.
class Statements {
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Shelf = std::unordered_map<std::string, SQLite::Statement, Hash, std::equal_to<>>;

 public:
  /// Goes back when this ends, with its values forgotten: a read that was left early holds no snapshot.
  class Lent {
   public:
    Lent(Statements& from, Shelf::node_type node) : from_(from), node_(std::move(node)) {}
    ~Lent();
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    SQLite::Statement& operator*() const { return node_.mapped(); }
    SQLite::Statement* operator->() const { return &node_.mapped(); }

   private:
    Statements& from_;
    mutable Shelf::node_type node_;
  };
  Lent lend(const SQLite::Database& db, std::string_view sql);

 private:
  Shelf idle_;
};

}  // namespace xp
