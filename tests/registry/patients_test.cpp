// Whose pictures belong together: registry/datasets/reading/patients.h.
#include "registry/datasets/reading/patients.h"

#include <catch2/catch.hpp>

using xp::reading::groups_of;
using Groups = std::vector<std::string>;

TEST_CASE("a patient of whom a manifest groups some pictures alone stays whole") {
  CHECK(groups_of({{"mine", "p", "p"}, {"", "p", "p"}, {"yours", "q", "q"}}) == Groups{"mine", "mine", "yours"});
  CHECK(groups_of({{"", "p", "p"}, {"a", "p", "p"}, {"b", "p", "p"}, {"b", "", ""}}) == Groups{"b", "b", "b", "b"});
}

TEST_CASE("groups of a manifest that names all of a patient's decide alone") {
  CHECK(groups_of({{"a", "anonymous", "anonymous"}, {"b", "anonymous", "anonymous"}}) == Groups{"a", "b"});
}

TEST_CASE("an id without issuer may be anybody's of that id, and two issuers alone are two patients") {
  CHECK(groups_of({{"", "p1", "p"}, {"", "p2", "p"}}) == Groups{"p1", "p2"});
  CHECK(groups_of({{"", "p1", "p"}, {"", "p2", "p"}, {"", "p", "p"}}) == Groups{"p2", "p2", "p2"});
  CHECK(groups_of({{"a", "p", "p"}, {"", "p1", "p"}}) == Groups{"a", "a"});
}

TEST_CASE("pictures of nobody stand alone, and groups need no patient") {
  CHECK(groups_of({{"", "", ""}, {"a", "", ""}, {"", "", ""}, {"a", "p", "p"}}) == Groups{"", "a", "", "a"});
  CHECK(groups_of({}).empty());
}
