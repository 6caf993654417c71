#include "framework/run/errand.h"

#include <catch2/catch.hpp>

#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("what a worker is told arrives whole") {
  Message m;
  m.errand.task = {3, 12, 9};
  m.errand.trial = {3, to_json(test::tiny_plan()), "identity"};
  Circumstances& c = m.errand.circumstances;
  c.threads = 2, c.precision = "bf16", c.name = "größe", c.note = "a \"note\"\n", c.tags = {"quick", "mine"};
  c.sources = {{"/a/latin.cpp", "hash", "// \xe4 is no UTF-8\n"}};
  c.environment = {{"cpu", "fast"}, {"threads", 2}, {"share", 2.0}, {"dirty", true}};
  c.diff = "--- a\n+++ b\n", c.parent = 7, c.role = "fold 2", c.sweep = 4, c.place = 3;
  c.strict = c.pictures = c.trace = c.durable = true, c.until = 9, c.checkpoint_minutes = 0.5, c.keep_every = 10,
  c.disk_wait_minutes = 3;
  m.compiled.library = "/cache/a.so";
  m.compiled.sources = {{"/a/latin.cpp", "// \xe4"}};
  m.parent = 4711;

  const Message said = message_from(to_bytes(m));
  const Circumstances& d = said.errand.circumstances;
  CHECK(said.errand.task == m.errand.task);
  CHECK(said.errand.trial.plan == m.errand.trial.plan);
  CHECK(d.threads == 2);
  CHECK(d.precision == "bf16");
  CHECK(d.name == c.name);
  CHECK(d.note == c.note);
  CHECK(d.tags == c.tags);
  CHECK(d.sources.at(0).text == c.sources[0].text);
  CHECK(d.sources.at(0).sha256 == "hash");
  CHECK(d.environment == c.environment);  // types and order too
  CHECK(d.diff == c.diff);
  CHECK(std::tie(d.parent, d.role, d.sweep, d.place) == std::tie(c.parent, c.role, c.sweep, c.place));
  CHECK(d.strict);
  CHECK(d.pictures);
  CHECK(std::tie(d.until, d.checkpoint_minutes, d.keep_every, d.disk_wait_minutes, d.trace, d.durable) ==
        std::tie(c.until, c.checkpoint_minutes, c.keep_every, c.disk_wait_minutes, c.trace, c.durable));
  CHECK(said.compiled.library == "/cache/a.so");
  CHECK(said.compiled.sources.at(0).text == "// \xe4");
  CHECK(said.parent == 4711);
}

TEST_CASE("anything else is refused") {
  CHECK_THROWS_WITH(message_from("hello"), Contains("no trial's task") && !Contains("cbor"));
  CHECK_THROWS_WITH(message_from(""), Contains("no trial's task"));
}
