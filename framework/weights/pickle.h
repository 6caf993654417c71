// Python's pickles as a tree of plain data. A pickle is a program that calls whatever it names; here nothing is called:
// a call becomes a node that says what was to be called with which arguments, and only names that the reader allows.
// https://github.com/python/cpython/blob/3.11/Lib/pickletools.py describes the opcodes.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "framework/weights/budget.h"
#include "framework/weights/cursor.h"

namespace xp {

struct PickleNode {
  enum class Kind {
    other,    // None, a float, a set …: what weights have no use for
    boolean,  // number
    integer,  // number
    wide,     // an integer of more than 64 bits; number: the low ones
    text,     // str and bytes
    tuple,
    list,
    dict,        // items: key, value, key, value …; also collections.OrderedDict
    global,      // text: "torch._utils._rebuild_tensor_v2"
    call,        // items: what is called, the tuple of its arguments
    persistent,  // items: the id
  };
  Kind kind = Kind::other;
  std::int64_t number = 0;
  std::string_view text;  // in the bytes that were read, or in Pickle::names
  std::vector<std::uint32_t> items;
};

/// Nodes refer to each other by place, so that what a hostile pickle makes refer to itself is neither lost nor freed
/// twice. Whoever walks it bounds how deep.
struct Pickle {
  std::vector<PickleNode> nodes;
  std::set<std::string> names;
  std::uint32_t root = 0;

  const PickleNode& operator[](std::uint32_t place) const { return nodes[place]; }
};

/// Reads one pickle and leaves the cursor behind it. Throws Error for globals other than `allowed` ("module.name"), for
/// opcodes that torch.save does not write, for more than two million nodes, which is a hundred thousand tensors, and
/// when `budget` does not allow what they take: one byte can ask for more than fifty.
Pickle unpickle(Cursor& cursor, const std::set<std::string, std::less<>>& allowed, Budget& budget);

}  // namespace xp
