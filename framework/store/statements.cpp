#include "framework/store/statements.h"

namespace xp {
namespace {

/// Beyond these a statement is made for one question, such as one that lists numbers, and nobody asks it again.
constexpr std::size_t most_kept = 128, longest_kept = 2000;

}  // namespace

Statements::Lent Statements::lend(const SQLite::Database& db, std::string_view sql) {
  if (const auto known = idle_.find(sql); known != idle_.end()) return {*this, idle_.extract(known)};
  Shelf fresh;
  std::string text(sql);
  SQLite::Statement statement(db, text);
  return {*this, fresh.extract(fresh.try_emplace(std::move(text), std::move(statement)).first)};
}

Statements::Lent::~Lent() {
  SQLite::Statement& statement = node_.mapped();
  statement.tryReset();
  if (node_.key().size() > longest_kept) return;
  statement.clearBindings();
  if (from_.idle_.size() >= most_kept) from_.idle_.clear();
  from_.idle_.insert(std::move(node_));
}

}  // namespace xp
