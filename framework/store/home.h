// A home as files: what can be said of it without writing to it, not even what opening it would write.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "framework/store/health.h"

namespace SQLite {
class Database;
}

namespace xp {

class Db;

/// Of the file of the records itself: what SQLite's integrity check finds, and what can still be read. Empty where it
/// is sound. Reads all of it. Throws Error where there is none, or where it cannot be opened for another reason;
/// DiskFull. Of a home that no Store of this process has open: on a full disk the second connection would wait for the
/// first, whose is the other one.
std::vector<Ailment> damage(const std::string& home);
std::vector<Ailment> damage(SQLite::Database& records, const std::string& home);

/// Throws Error where something is there that is no folder.
void refuse_no_folder(const std::string& home);

/// Artifacts, or a log, whose records, xp.db, are missing or empty, as a sentence; empty: there is no such loss.
std::string lost_records(const std::string& home);
extern const char* const without_records;  // what to do then

/// Whether a run was ever recorded: numbers are never given twice. `collect` removes nothing before.
bool ever_used(const Db& db);

/// What is wrong with the file of a content; empty: nothing.
std::string trouble(const std::string& path, const std::string& sha256, std::int64_t size);

/// Whether a file below `artifacts` is named as a content is: xp put it there.
bool named_as_content(const std::filesystem::path& path);

/// Of a file, or of all files in a folder.
double bytes_below(const std::filesystem::path& path);

/// What processes that are gone left half written, where xp writes and named as xp names it.
std::vector<std::filesystem::path> half_written(const std::string& home);

/// The reason of a run or sweep whose process is gone.
inline constexpr const char* process_died = "its process died";

/// Of the file `reserve`, which is given up where a full disk leaves no room for a run's last words.
inline constexpr std::uint64_t reserve_bytes = 1 << 20;

/// So many values are counted one by one for `Store::statistics`; of more it tells an estimate.
inline constexpr std::int64_t counted_exactly = 200'000;

}  // namespace xp
