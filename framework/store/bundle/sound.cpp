#include "framework/store/bundle/sound.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "framework/base/error.h"
#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/store/bundle/contents.h"
#include "framework/store/migrations.h"
#include "framework/store/stretch.h"

namespace xp {
namespace {

struct Rule {
  const char* broken;  // what is wrong
  const char* found;   // a row for each time that it is
};

/// What no constraint of the schema says, and whoever reads records relies on.
constexpr Rule rules[] = {
    {"a run that has not ended", "SELECT 1 FROM runs WHERE status NOT IN ('FINISHED', 'FAILED', 'KILLED')"},
    {"a run whose name in all stores is none",
     "SELECT 1 FROM runs WHERE length(uuid) <> 32 OR uuid GLOB '*[^0-9a-f]*'"},
    {"a run that is a part or a rerun of a later one", "SELECT 1 FROM runs WHERE parent >= id OR rerun_of >= id"},
    {"a run that counts wrongly",
     "SELECT 1 FROM runs WHERE id < 1 OR min(epochs, epochs_planned, chosen_epoch, val_images, test_images, attempt) < "
     "0 "
     "OR max(epochs, epochs_planned, chosen_epoch, val_images, test_images, attempt) > 2000000000 OR max(val_images, "
     "test_images) > 10000000"},
    {"an epoch that cannot be",
     "SELECT 1 FROM metrics WHERE epoch NOT BETWEEN 0 AND 2000000000 UNION ALL "
     "SELECT 1 FROM telemetry WHERE epoch NOT BETWEEN 0 AND 2000000000"},
    {"classes with a gap",
     "SELECT 1 FROM split_classes GROUP BY split HAVING min(label) <> 0 OR max(label) <> count(*) - 1"},
    {"images with a gap",
     "SELECT 1 FROM split_samples GROUP BY split HAVING min(sample) <> 0 OR max(sample) <> count(*) - 1"},
    {"an image of no class or part",
     "SELECT 1 FROM split_samples s WHERE part NOT IN (0, 1, 2) OR NOT EXISTS (SELECT 1 FROM split_classes c WHERE "
     "c.split = s.split AND c.label = s.label)"},
    {"a prediction of no image, class or part",
     "SELECT 1 FROM predictions p JOIN runs r ON r.id = p.run WHERE p.part NOT IN (1, 2) OR NOT EXISTS (SELECT 1 FROM "
     "split_samples s WHERE s.split = r.split AND s.sample = p.sample) OR NOT EXISTS (SELECT 1 FROM split_classes c "
     "WHERE c.split = r.split AND c.label = p.label)"},
    {"a prediction with more or fewer probabilities than classes",
     "SELECT 1 FROM predictions p JOIN runs r ON r.id = p.run WHERE length(p.probabilities) <> 8 * (SELECT count(*) "
     "FROM "
     "split_classes c WHERE c.split = r.split)"},
    {"a finding of no grade",
     "SELECT 1 FROM findings WHERE grade NOT IN (0, 1, 2) UNION ALL "
     "SELECT 1 FROM findings GROUP BY run HAVING min(place) <> 0 OR max(place) <> count(*) - 1"},
    {"samples of no finding",
     "SELECT 1 FROM finding_samples s WHERE NOT EXISTS (SELECT 1 FROM findings f WHERE f.run = s.run AND f.place = "
     "s.finding)"},
    {"an artifact without a SHA-256",
     "SELECT 1 FROM artifacts WHERE length(sha256) <> 64 OR sha256 GLOB '*[^0-9a-f]*' OR size < 0"},
    {"an artifact of two sizes", "SELECT 1 FROM artifacts GROUP BY sha256 HAVING min(size) <> max(size)"},
    {"a source whose path leads elsewhere",
     "SELECT 1 FROM sources WHERE path NOT LIKE '/%' OR path || '/' LIKE '%/../%'"},
    {"hashes cut short",
     "SELECT 1 FROM batch_hashes WHERE length(hashes) % 24 <> 0 UNION ALL "
     "SELECT 1 FROM tensor_hashes WHERE length(hashes) % 8 <> 0"},
    {"steps cut short",
     "SELECT 1 FROM stretches WHERE count < 1 OR length(\"values\") <> 8 * count OR stride < -1 OR "
     "(stride < 1) <> (steps IS NOT NULL) OR length(steps) <> 8 * count"},
    {"a sweep that has not ended",
     "SELECT 1 FROM sweeps WHERE status NOT IN ('FINISHED', 'FAILED', 'KILLED') OR pid <> 0"},
    {"a trial in no place of its sweep",
     "SELECT 1 FROM trials WHERE after < 1 OR after >= place UNION ALL "
     "SELECT 1 FROM trials GROUP BY sweep HAVING min(place) <> 1 OR max(place) <> count(*)"},
    {"a sweep without trials", "SELECT 1 FROM sweeps s WHERE NOT EXISTS (SELECT 1 FROM trials t WHERE t.sweep = s.id)"},
    {"a run of no trial of its sweep",
     "SELECT 1 FROM runs r WHERE sweep IS NOT NULL AND place > 0 AND NOT EXISTS (SELECT 1 FROM trials t WHERE t.sweep "
     "= "
     "r.sweep AND t.place = r.place)"},
};

bool any(const Db& db, const std::string& sql) {
  bool found = false;
  db.rows((sql + " LIMIT 1").c_str(), [&](Row) { found = true; });
  return found;
}

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  throw Error(fmt::format("{} holds {}", file, what), "xp did not write it so; nothing was imported");
}

/// What a value may be, by what its column was declared as.
void refuse_other_types(const Db& bundle, const std::string& file) {
  std::vector<std::array<std::string, 3>> columns;
  bundle.rows(
      "SELECT t.name, c.name, c.type FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' "
      "AND c.type <> '' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      [&](Row r) {
        columns.push_back({r.text(0), r.text(1), r.text(2)});
      });
  for (const auto& [table, column, type] : columns)
    if (any(bundle,
            fmt::format("SELECT 1 FROM {} WHERE typeof(\"{}\") NOT IN (lower('{}'), 'null')", table, column, type)))
      refuse(file, fmt::format("a {} in {} that is none", column, table));
}

/// What a stretch says of its steps must be what they say.
void refuse_other_steps(const Db& bundle, const std::string& file) {
  bundle.rows("SELECT first, last, stride, steps, \"values\" FROM stretches", [&](Row r) {
    const Stretch said = stretch(r, 0), is = stretch(points(said));
    if (said.first != is.first || said.last != is.last || said.stride != is.stride)
      refuse(file, "steps that are not where it says");
  });
}

/// How many steps of the schema were made. Throws Error where one is not known here.
std::size_t migrations_of(const Db& db, const std::string& file) {
  std::size_t known = 0;
  db.rows("SELECT name FROM migrations ORDER BY place", [&](Row r) {
    if (known >= migrations().size() || r.text(0) != migrations()[known].name)
      throw Error(fmt::format("{} was written by a newer version of xp (it knows \"{}\")", file, r.text(0)),
                  "import it with that version; nothing was imported");
    ++known;
  });
  return known;
}

/// Tables with their columns, and indices as they were declared.
std::string schema_of(const Db& db) {
  std::string out;
  db.rows(
      "SELECT t.type, t.name, iif(t.type = 'table', t.sql LIKE 'CREATE TABLE%', coalesce(t.sql, '')), coalesce("
      "c.name || ' ' || c.type || c.\"notnull\" || c.pk || c.hidden || coalesce(c.dflt_value, ''), '') FROM "
      "sqlite_schema t LEFT JOIN pragma_table_xinfo(t.name) c ON t.type = 'table' WHERE t.tbl_name <> 'migrations' "
      "ORDER BY t.type, t.name, c.cid",
      [&](Row r) { out += fmt::format("{} {} {} {}\n", r.text(0), r.text(1), r.text(2), r.text(3)); });
  return out;
}

bool is_ours(const Db& db, const std::string& file) {
  if (any(db, "SELECT 1 FROM sqlite_schema WHERE type NOT IN ('table', 'index')")) return false;
  if (!any(db, "SELECT 1 FROM sqlite_schema WHERE name = 'migrations' AND sql LIKE 'CREATE TABLE%'")) return false;
  Db expected = Db::of_first(migrations_of(db, file));
  make_bundle(expected);
  return schema_of(db) == schema_of(expected);
}

}  // namespace

bool may_travel(const std::string& artifact) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
  return !artifact.empty() && !artifact.starts_with('/') && ("/" + artifact + "/").find("/../") == std::string::npos &&
         std::none_of(artifact.begin(), artifact.end(), is_control);
}

void refuse_foreign_schema(const std::string& copy, const std::string& file) {
  const Db db = Db::foreign(copy);
  std::string said;
  db.rows("PRAGMA integrity_check(1)", [&](Row r) { said = r.text(0); });
  if (said != "ok") throw Error(file + " is damaged: " + said, "copy it again from where it was exported");
  if (!is_ours(db, file))
    throw Error(file + " is an SQLite database, but none that xp export wrote",
                "xp export run12 FILE.xprun makes one; of an XP_HOME itself the folder is named by XP_HOME");
}

void refuse_unsound(const Db& bundle, const std::string& file) {
  refuse_other_types(bundle, file);
  if (any(bundle, "SELECT 1 FROM pragma_foreign_key_check()")) refuse(file, "rows that name what is not there");
  for (const Rule& rule : rules)
    if (any(bundle, rule.found)) refuse(file, rule.broken);
  refuse_other_steps(bundle, file);
  bundle.rows("SELECT name, run FROM artifacts", [&](Row r) {
    if (!may_travel(r.text(0)))
      refuse(file, fmt::format("an artifact whose name leads elsewhere: \"{}\" of run{}", printable(r.text(0)),
                               r.integer(1)));
  });
  bundle.rows("SELECT sha256, text FROM source_texts", [&](Row r) {
    if (sha256(r.text(1)) != r.text(0)) refuse(file, "a source that is not what its SHA-256 says");
  });
}

}  // namespace xp
