#include "framework/weights/pickle.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "framework/base/text.h"

namespace xp {
namespace {

using Kind = PickleNode::Kind;
using Place = std::uint32_t;

constexpr std::size_t most = 2'000'000;  // nodes, stack entries, memos and items each

class Machine {
 public:
  Machine(Cursor& cursor, const std::set<std::string, std::less<>>& allowed, Budget& budget)
      : cursor_(cursor), allowed_(allowed), budget_(budget) {
    for (const bool value : {false, true}) pickle_.nodes.push_back({Kind::boolean, value, {}, {}});
    pickle_.nodes.emplace_back();
  }

  Pickle run() {
    for (;;) {
      const auto op = cursor_.number<unsigned char>();
      if (op == '.') break;
      if (!constant(op) && !text(op) && !container(op) && !memo(op) && !call(op))
        throw Error(fmt::format("the pickle has opcode 0x{:02x}, which torch.save does not write", op));
      if (stack_.size() > most || pickle_.nodes.size() > most || memo_.size() > most || items_ > most)
        throw Error("the pickle is larger than any network's");
      pay();
    }
    pickle_.root = pop();
    return std::move(pickle_);
  }

 private:
  static constexpr Place no = 0, yes = 1, none = 2;

  /// For what the tables hold more than ever before.
  void pay() {
    constexpr std::size_t memo_entry = 2 * sizeof(Place) + 4 * sizeof(void*);  // its node in the table and on the heap
    const std::size_t held = pickle_.nodes.size() * sizeof(PickleNode) + (items_ + stack_.size()) * sizeof(Place) +
                             marks_.size() * sizeof(std::size_t) + memo_.size() * memo_entry;
    if (held > paid_) budget_.spend(held - paid_), paid_ = held;
  }

  void push(Place place) { stack_.push_back(place); }
  PickleNode& add(Kind kind) {
    push(static_cast<Place>(pickle_.nodes.size()));
    pickle_.nodes.push_back({kind, 0, {}, {}});
    return pickle_.nodes.back();
  }
  void add_integer(std::int64_t number, Kind kind = Kind::integer) { add(kind).number = number; }
  void add_text(std::string_view text) { add(Kind::text).text = text; }

  /// Nothing below the last mark can be taken.
  std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  Place pop() {
    const Place place = top();
    stack_.pop_back();
    return place;
  }
  Place top() const {
    if (stack_.size() <= floor()) throw Error("the pickle takes from an empty stack");
    return stack_.back();
  }
  std::vector<Place> pop_to_mark() {
    if (marks_.empty()) throw Error("the pickle asks for a mark that it never set");
    std::vector<Place> taken(stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back()), stack_.end());
    stack_.resize(marks_.back());
    marks_.pop_back();
    return taken;
  }
  std::vector<Place> pop_last(std::size_t count) {
    if (stack_.size() - floor() < count) throw Error("the pickle takes from an empty stack");
    std::vector<Place> taken(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
    stack_.resize(stack_.size() - count);
    return taken;
  }
  void add_with(Kind kind, std::vector<Place> items) {
    if (kind == Kind::dict && items.size() % 2 != 0) throw Error("the pickle makes a dictionary of what are no pairs");
    items_ += items.size();
    add(kind).items = std::move(items);
  }

  /// LONG1, LONG4: little-endian, two's complement, as many bytes as it takes.
  void add_long(std::string_view bytes) {
    if (bytes.size() > 10) throw Error("the pickle holds a number that no tensor needs");
    const bool negative = !bytes.empty() && (bytes.back() & 0x80);
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (std::size_t i = bytes.size() < 8 ? bytes.size() : 8; i-- > 0;)
      value = value << 8 | static_cast<unsigned char>(bytes[i]);
    const auto number = static_cast<std::int64_t>(value);
    const bool wide = std::any_of(bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(bytes.size(), 8)),
                                  bytes.end(), [&](char byte) { return byte != (number < 0 ? '\xff' : '\0'); });
    add_integer(number, wide ? Kind::wide : Kind::integer);
  }

  bool constant(unsigned char op) {
    switch (op) {
      case 0x80: return cursor_.take(1), true;  // PROTO
      case 0x95: return cursor_.take(8), true;  // FRAME
      case 'N': return push(none), true;
      case 0x88: return push(yes), true;
      case 0x89: return push(no), true;
      case 'K': return add_integer(cursor_.number<std::uint8_t>()), true;
      case 'M': return add_integer(cursor_.number<std::uint16_t>()), true;
      case 'J': return add_integer(cursor_.number<std::int32_t>()), true;
      case 0x8a: return add_long(cursor_.take(cursor_.number<std::uint8_t>())), true;
      case 0x8b: return add_long(cursor_.take(cursor_.number<std::uint32_t>())), true;
      case 'G': return cursor_.take(8), push(none), true;  // a float
      default: return false;
    }
  }

  bool text(unsigned char op) {
    switch (op) {
      case 'U':   // SHORT_BINSTRING, of Python 2
      case 'C':   // SHORT_BINBYTES
      case 0x8c:  // SHORT_BINUNICODE
        return add_text(cursor_.take(cursor_.number<std::uint8_t>())), true;
      case 'T':  // BINSTRING
      case 'B':  // BINBYTES
      case 'X':  // BINUNICODE
        return add_text(cursor_.take(cursor_.number<std::uint32_t>())), true;
      case 0x8d:  // BINUNICODE8
      case 0x8e:  // BINBYTES8
      case 0x96:  // BYTEARRAY8
        return add_text(cursor_.take(cursor_.number<std::uint64_t>())), true;
      default: return false;
    }
  }

  bool container(unsigned char op) {
    switch (op) {
      case '(':
        if (marks_.size() > most) throw Error("the pickle is larger than any network's");
        return marks_.push_back(stack_.size()), true;
      case ')': return add(Kind::tuple), true;
      case ']': return add(Kind::list), true;
      case '}': return add(Kind::dict), true;
      case 0x8f: return add(Kind::list), true;  // EMPTY_SET
      case 't': return add_with(Kind::tuple, pop_to_mark()), true;
      case 'l':
      case 0x91: return add_with(Kind::list, pop_to_mark()), true;  // FROZENSET
      case 'd': return add_with(Kind::dict, pop_to_mark()), true;
      case 0x85: return add_with(Kind::tuple, pop_last(1)), true;
      case 0x86: return add_with(Kind::tuple, pop_last(2)), true;
      case 0x87: return add_with(Kind::tuple, pop_last(3)), true;
      case 'a': return extend(Kind::list, pop_last(1)), true;
      case 'e':
      case 0x90: return extend(Kind::list, pop_to_mark()), true;  // ADDITEMS
      case 's': return extend(Kind::dict, pop_last(2)), true;
      case 'u': return extend(Kind::dict, pop_to_mark()), true;
      default: return false;
    }
  }

  void extend(Kind kind, const std::vector<Place>& items) {
    PickleNode& node = pickle_.nodes[top()];
    if (node.kind != kind || (kind == Kind::dict && items.size() % 2 != 0))
      throw Error("the pickle adds to what is no container");
    items_ += items.size();
    node.items.insert(node.items.end(), items.begin(), items.end());
  }

  bool memo(unsigned char op) {
    switch (op) {
      case 'q': return memo_[cursor_.number<std::uint8_t>()] = top(), true;
      case 'r': return memo_[cursor_.number<std::uint32_t>()] = top(), true;
      case 0x94: return memo_[static_cast<Place>(memo_.size())] = top(), true;  // MEMOIZE
      case 'h': return push(remembered(cursor_.number<std::uint8_t>())), true;
      case 'j': return push(remembered(cursor_.number<std::uint32_t>())), true;
      case '0':
        if (stack_.size() > floor())
          pop();
        else
          pop_to_mark();
        return true;
      case '1': return pop_to_mark(), true;
      case '2': return push(top()), true;
      default: return false;
    }
  }

  Place remembered(Place index) const {
    const auto found = memo_.find(index);
    if (found == memo_.end()) throw Error("the pickle recalls what it never stored");
    return found->second;
  }

  bool call(unsigned char op) {
    switch (op) {
      case 'c': {
        const std::string_view module = cursor_.line();
        return global(module, cursor_.line()), true;
      }
      case 0x93: {  // STACK_GLOBAL
        const auto names = pop_last(2);
        return global(pickle_[names[0]].text, pickle_[names[1]].text), true;
      }
      case 'Q': return add_with(Kind::persistent, pop_last(1)), true;
      case 'R':
      case 0x81: return reduce(pop_last(2)), true;  // NEWOBJ
      case 'b': return pop_last(1), top(), true;    // BUILD: attributes, such as a state dict's _metadata
      default: return false;
    }
  }

  void global(std::string_view module, std::string_view name) {
    const std::string whole = fmt::format("{}.{}", module, name);
    if (!allowed_.count(whole))
      throw Error(fmt::format("the file asks for {}; a weight file has no business with that", shorten(whole, 80)),
                  "nothing of it was run. Where it comes from somebody you trust: load it in Python and save what "
                  "state_dict() gives");
    add(Kind::global).text = *pickle_.names.insert(whole).first;
  }

  /// OrderedDict and torch.Size are what they hold; all else is noted, not done.
  void reduce(const std::vector<Place>& items) {
    if (pickle_[items[0]].kind != Kind::global || pickle_[items[1]].kind != Kind::tuple)
      throw Error("the pickle calls what cannot be called");
    const std::string_view callee = pickle_[items[0]].text;
    const std::vector<Place>& arguments = pickle_[items[1]].items;
    if (callee == "torch.Size" && arguments.size() == 1) return push(arguments[0]);
    if (callee != "collections.OrderedDict") return add_with(Kind::call, items);
    std::vector<Place> pairs;  // Python 2 wrote them as a list of [key, value]
    if (!arguments.empty())
      for (const Place pair : pickle_[arguments[0]].items) {
        if (pickle_[pair].items.size() != 2) throw Error("the pickle makes a dictionary of what are no pairs");
        pairs.insert(pairs.end(), pickle_[pair].items.begin(), pickle_[pair].items.end());
      }
    add_with(Kind::dict, std::move(pairs));
  }

  Cursor& cursor_;
  const std::set<std::string, std::less<>>& allowed_;
  Budget& budget_;
  Pickle pickle_;
  std::vector<Place> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<Place, Place> memo_;
  std::size_t items_ = 0, paid_ = 0;
};

}  // namespace

Pickle unpickle(Cursor& cursor, const std::set<std::string, std::less<>>& allowed, Budget& budget) {
  return Machine(cursor, allowed, budget).run();
}

}  // namespace xp
