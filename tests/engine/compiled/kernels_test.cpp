// Every elementwise kernel against LibTorch's operators in float64.
#include "tests/engine/compiled/rows.h"

#include <catch2/catch.hpp>
#include <functional>

using namespace xp;
using namespace xp::test;

namespace {

constexpr Act acts[] = {Act::none, Act::relu, Act::relu6, Act::silu, Act::hard_swish};

Tensor activated(Act act, const Tensor& z) {
  switch (act) {
    case Act::none: return z.clone();
    case Act::relu: return at::relu(z);
    case Act::relu6: return at::hardtanh(z, 0, 6);
    case Act::silu: return at::silu(z);
    case Act::hard_swish: return at::hardswish(z);
  }
  return z;
}

/// g times the activation's slope at z, by autograd.
Tensor sloped(Act act, const Tensor& g, const Tensor& z) {
  const Tensor leaf = z.detach().clone().requires_grad_();
  activated(act, leaf).backward(g);
  return leaf.grad();
}

/// Terms of a sum, with factors that spread it over the bends of every activation.
struct Sum {
  Sum(const Size& s, int terms) {
    for (int i = 0; i < terms; ++i) {
      x.push_back(Field::random(s));
      scale.push_back(per_channel(s) * 3);
      shift.push_back(per_channel(s));
    }
  }
  std::vector<Term> terms() const {
    std::vector<Term> out;
    for (std::size_t i = 0; i < x.size(); ++i) out.push_back({x[i].rows(), data(scale[i]), data(shift[i])});
    return out;
  }
  Tensor value() const {
    Tensor z = x[0].values() * scale[0] + shift[0];
    for (std::size_t i = 1; i < x.size(); ++i) z = z + (x[i].values() * scale[i] + shift[i]);
    return z;
  }

  std::vector<Field> x;
  std::vector<Tensor> scale, shift;
};

struct Gradients {
  Gradients(const Size& s, int count) {
    for (int i = 0; i < count; ++i) fields.push_back(Field::random(s));
  }
  std::vector<Rows> rows() const {
    std::vector<Rows> out;
    for (const Field& f : fields) out.push_back(f.rows());
    return out;
  }
  Tensor sum() const {
    Tensor g = fields[0].values();
    for (std::size_t i = 1; i < fields.size(); ++i) g = g + fields[i].values();
    return g;
  }
  Tensor size() const {
    Tensor g = fields[0].values().abs();
    for (std::size_t i = 1; i < fields.size(); ++i) g = g + fields[i].values().abs();
    return g;
  }
  std::vector<Field> fields;
};

std::string text(const Size& s) {
  return std::to_string(s.rows) + " rows of " + std::to_string(s.channels) + ", beside " + std::to_string(s.beside) +
         (s.numbers == Numbers::bf16 ? ", bf16" : ", fp32");
}

}  // namespace

TEST_CASE("statistics are the mean and the biased variance, far from zero too") {
  at::manual_seed(1);
  for (const Size& s : sizes())
    for (const double around : {0.0, 100.0}) {
      INFO(text(s) << " around " << around);
      const Field x(s, at::randn({s.rows, s.channels}) + around);
      const Tensor mean = at::empty(s.channels), variance = at::empty(s.channels);
      s.set(s.numbers).statistics(x.rows(), s.rows, s.channels, mean.data_ptr<float>(), variance.data_ptr<float>());
      CHECK(error(mean, x.values().mean(0)) < 1e-5);
      CHECK(error(variance, x.values().var(0, false)) < 1e-5);
    }
}

TEST_CASE("a sum of one to three normalised maps and its activation are one pass") {
  at::manual_seed(2);
  for (const Size& s : sizes())
    for (const Act act : acts)
      for (const int terms : {1, 2, 3}) {
        INFO(text(s) << ", act " << static_cast<int>(act) << ", " << terms << " terms");
        const Sum sum(s, terms);
        const Field out(s);
        s.set(s.numbers).combine(sum.terms(), act, out.rows(), s.rows, s.channels);
        CHECK(error(out.values(), activated(act, sum.value())) < allowed(s.numbers));
        CHECK(out.kept_its_neighbours());
      }
}

TEST_CASE("one to four gradients are added, multiplied by the slope, written and summed up for the BatchNorm") {
  at::manual_seed(3);
  for (const Size& s : sizes())
    for (const Act act : acts)
      for (const int count : {1, 2, 3, 4})
        for (const bool from_out : {false, true}) {
          if (from_out && act != Act::relu && act != Act::relu6) continue;
          INFO(text(s) << ", act " << static_cast<int>(act) << ", " << count
                       << (from_out ? " from out" : " from term"));
          const Sum sum(s, 1);
          const Gradients g(s, count);
          const Field out(s), masked(s), untouched(s);
          const Kernels k = s.set(s.numbers);
          k.combine(sum.terms(), act, out.rows(), s.rows, s.channels);
          const Tensor mean = per_channel(s), total = at::empty(s.channels), product = at::empty(s.channels);
          const auto run = [&](Rows to, float* sums, float* products) {
            k.slope_sums(g.rows(), sum.terms(), act, from_out ? out.rows() : Rows{}, to, data(mean), sums, products,
                         s.rows, s.channels);
          };
          run(masked.rows(), total.data_ptr<float>(), product.data_ptr<float>());
          const Tensor want = sloped(act, g.sum(), from_out ? out.values() : sum.value());
          CHECK(error(masked.values(), want, g.size()) < allowed(s.numbers));
          const Tensor products_wanted = want * (sum.x[0].values() - mean);
          CHECK(error(total, want.sum(0), g.size().sum(0)) < 1e-5);
          CHECK(error(product, products_wanted.sum(0), (g.size() * (sum.x[0].values() - mean)).abs().sum(0)) < 1e-5);
          CHECK(masked.kept_its_neighbours());
          const Tensor total_alone = at::empty(s.channels), product_alone = at::empty(s.channels);
          run({}, total_alone.data_ptr<float>(), product_alone.data_ptr<float>());  // written nowhere
          CHECK(at::equal(total, total_alone));
          CHECK(at::equal(product, product_alone));
          const Field written(s);
          run(written.rows(), nullptr, nullptr);  // not summed
          CHECK(error(written.values(), masked.values(), g.size()) < allowed(s.numbers));
        }
}

TEST_CASE("a second BatchNorm's products are those of the gradient that was written") {
  at::manual_seed(4);
  for (const Size& s : sizes()) {
    INFO(text(s));
    const Field g = Field::random(s), x = Field::random(s);
    const Tensor mean = per_channel(s), product = at::empty(s.channels);
    s.set(s.numbers).products(g.rows(), x.rows(), data(mean), product.data_ptr<float>(), s.rows, s.channels);
    CHECK(error(product, (g.values() * (x.values() - mean)).sum(0)) < 1e-5);
  }
}

TEST_CASE("the gradient of a BatchNorm's input is affine in gradient and input, written or added") {
  at::manual_seed(5);
  for (const Size& s : sizes())
    for (const Act act : acts)
      for (const bool accumulates : {false, true}) {
        INFO(text(s) << ", act " << static_cast<int>(act) << (accumulates ? ", added" : ", written"));
        const Sum sum(s, 1);
        const Field g = Field::random(s), to = accumulates ? Field::random(s) : Field(s);
        const Tensor a = per_channel(s), b = per_channel(s), c = per_channel(s), before = to.values();
        s.set(s.numbers).normalised_gradient(g.rows(), sum.terms()[0], act, data(a), data(b), data(c), to.rows(),
                                             accumulates, s.rows, s.channels);
        const Tensor made = a * sloped(act, g.values(), sum.value()) + b * sum.x[0].values() + c;
        CHECK(error(to.values(), accumulates ? made + before : made) < allowed(s.numbers));
        CHECK(to.kept_its_neighbours());
      }
}

TEST_CASE("gradients are added up, any number of them, also in the place of one of them") {
  at::manual_seed(6);
  for (const Size& s : sizes())
    for (const int count : {1, 2, 3, 6})
      for (const bool accumulates : {false, true}) {
        INFO(text(s) << ", " << count << (accumulates ? ", added" : ", written"));
        const Gradients g(s, count);
        const Field to = accumulates ? Field::random(s) : Field(s);
        const Tensor before = accumulates ? to.values() : at::zeros_like(to.values());
        const Tensor want = g.sum() + before, size = g.size() + before.abs();
        s.set(s.numbers).add(g.rows(), to.rows(), accumulates, s.rows, s.channels);
        CHECK(error(to.values(), want, size) < allowed(s.numbers));
        CHECK(to.kept_its_neighbours());
        if (accumulates) continue;
        s.set(s.numbers).add(g.rows(), g.fields.back().rows(), false, s.rows, s.channels);
        CHECK(at::equal(g.fields.back().values(), to.values()));
      }
}

TEST_CASE("what is no number stays none, and what is infinite stays so") {
  for (const Numbers numbers : {Numbers::f32, Numbers::bf16})
    for (const Act act : acts) {
      INFO("act " << static_cast<int>(act) << (numbers == Numbers::bf16 ? ", bf16" : ", fp32"));
      const Size s{numbers, 1, 19, 0, plain::all_kernels};
      Tensor x = at::zeros({1, 19});
      const float odd[] = {std::nanf(""), INFINITY, -INFINITY};
      for (const int at : {0, 16}) std::copy_n(odd, 3, x.data_ptr<float>() + at);
      const Tensor ones = at::ones(19), zeros = at::zeros(19);
      const Field in(s, x), out(s);
      kernels(numbers).combine({{in.rows(), data(ones), data(zeros)}}, act, out.rows(), 1, 19);
      const Tensor got = out.values(), want = activated(act, in.values());
      for (const int at : {0, 1, 16, 17}) {
        CHECK(std::isnan(got[0][at].item<double>()) == std::isnan(want[0][at].item<double>()));
        if (at % 16) CHECK(got[0][at].item<double>() == want[0][at].item<double>());
      }
      CHECK(got[0][5].item<double>() == 0);
    }
}

TEST_CASE("bf16 is rounded to the nearest, ties to even, as LibTorch rounds") {
  const Size s{Numbers::bf16, 1, 48, 0, plain::all_kernels};
  const Tensor ones = at::ones(48), step = at::full({16}, 1.0 / 256);  // half a unit in the last place of 1
  const Tensor ties = at::arange(16, at::kFloat) * step;
  const Tensor rest = at::cat({ties, ties + 1e-6, ties - 1e-6});
  const Field one(s, ones), rounded(s);
  s.set(s.numbers).combine({{one.rows(), data(ones), data(rest)}}, Act::none, rounded.rows(), 1, 48);
  CHECK(at::equal(rounded.values(), (1 + rest).to(at::kBFloat16).to(at::kDouble).unsqueeze(0)));
}

TEST_CASE("the number of threads changes no bit") {
  for (const Numbers numbers : {Numbers::f32, Numbers::bf16}) {
    const Size s{numbers, 5003, 24, 0, plain::all_kernels};
    const auto results = [&](int threads) {
      at::set_num_threads(threads);
      at::manual_seed(8);
      const Kernels& k = kernels(numbers);
      const Sum sum(s, 2);
      const Gradients g(s, 2);
      const Field out(s), masked(s), to(s);
      std::vector<Tensor> r;
      for (int i = 0; i < 5; ++i) r.push_back(at::empty(s.channels));
      const auto at = [&](int i) { return r[static_cast<std::size_t>(i)].data_ptr<float>(); };
      k.statistics(sum.x[0].rows(), s.rows, s.channels, at(0), at(1));
      k.combine(sum.terms(), Act::relu, out.rows(), s.rows, s.channels);
      k.slope_sums(g.rows(), sum.terms(), Act::relu, out.rows(), masked.rows(), at(0), at(2), at(3), s.rows,
                   s.channels);
      k.products(masked.rows(), sum.x[1].rows(), at(0), at(4), s.rows, s.channels);
      k.normalised_gradient(masked.rows(), sum.terms()[0], Act::none, at(1), at(2), at(3), to.rows(), false, s.rows,
                            s.channels);
      for (const Field* f : {&out, &masked, &to}) r.push_back(f->values());
      return r;
    };
    const int before = at::get_num_threads();
    const auto one = results(1), two = results(2);
    at::set_num_threads(before);
    for (std::size_t i = 0; i < one.size(); ++i) CHECK(at::equal(one[i], two[i]));
  }
}
