#include "framework/engine/images/survey.h"

#include <algorithm>
#include <map>
#include <optional>

#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "framework/engine/images/decode.h"
#include "framework/engine/images/file_facts.h"
#include "framework/engine/images/look.h"
#include "framework/engine/images/parallel.h"

namespace xp {
namespace {

/// What is looked at together: the samples of one file, which is read and decoded once, or one drawn sample.
using Job = std::vector<int>;

std::vector<Job> jobs_of(const Listing& listing) {
  std::map<std::string, std::size_t> place;
  std::vector<Job> out;
  for (std::size_t i = 0; i < listing.samples.size(); ++i) {
    const Sample& s = listing.samples[i];
    const auto [found, fresh] = s.path.empty() ? std::pair{place.end(), true} : place.emplace(s.path, out.size());
    if (fresh) out.emplace_back();
    (s.path.empty() ? out.back() : out[found->second]).push_back(static_cast<int>(i));
  }
  return out;
}

class Looking {
 public:
  Looking(const Listing& listing, const Choice& dataset)
      : listing_(listing), dataset_(Registry::global().make<Dataset>(dataset)), seen_(listing.samples.size()) {}

  void look(const Job& job) {
    Job left;
    for (int i : job) {
      const Sample& s = sample(i);
      if (auto known = s.path.empty() ? std::nullopt : remembered(key(s)))
        at(i) = std::move(*known);
      else
        left.push_back(i);
    }
    if (left.empty()) return;
    if (sample(left[0]).path.empty())
      at(left[0]) = seen(dataset_->draw(sample(left[0])));
    else
      look_at_file(left);
  }

  std::vector<Seen> take() { return std::move(seen_); }

 private:
  const Sample& sample(int i) const { return listing_.samples[static_cast<std::size_t>(i)]; }
  Seen& at(int i) { return seen_[static_cast<std::size_t>(i)]; }
  std::string key(const Sample& s) const { return content(s) + (listing_.dicom_window ? "" : "-full"); }

  void look_at_file(const Job& job) {
    std::string bytes, why;
    std::optional<Image> image;
    try {
      bytes = read_file(sample(job[0]).path);
      image = decode(bytes, {.channels = 3, .dicom_window = listing_.dicom_window}, why);
    } catch (const Error& e) {
      why = e.what();
    }
    const FileFacts facts = file_facts(bytes);
    for (int i : job) {
      Seen found;
      if (image) found = seen(cropped(*image, sample(i).region));
      Look& look = found.look;
      look.unreadable = image ? "" : why;
      look.bytes = static_cast<double>(bytes.size()), look.device = facts.device;
      if (facts.channels) look.channels = facts.channels;
      if (facts.bits) look.bits = facts.bits;
      if (image && sha256(bytes) == sample(i).sha256) remember(key(sample(i)), found);
      at(i) = std::move(found);
    }
  }

  const Listing& listing_;
  std::shared_ptr<Dataset> dataset_;
  std::vector<Seen> seen_;
};

/// What shows something; of images with equal pixels the first alone is compared with others: an oversampled set has
/// very many pairs.
std::vector<int> distinct(const std::vector<Seen>& seen) {
  std::map<std::string, int> first;
  std::vector<int> out;
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (shows_something(seen[i].look) && first.emplace(seen[i].look.pixels, static_cast<int>(i)).second)
      out.push_back(static_cast<int>(i));
  return out;
}

[[noreturn]] void interrupted() { throw Error("interrupted while looking at the images", "", Exit::interrupted); }

}  // namespace

std::optional<Image> whole_image(const Sample& sample, const Dataset& dataset, bool dicom_window, int smallest,
                                 std::string& why) {
  if (sample.path.empty()) return dataset.draw(sample);
  try {
    auto image = decode(read_file(sample.path),
                        {.channels = 3, .dicom_window = dicom_window, .width = smallest, .height = smallest}, why);
    if (image) image = cropped(*image, sample.region);
    return image;
  } catch (const Error& e) {
    return why = e.what(), std::nullopt;
  }
}

Survey surveyed(const Listing& listing, const Choice& dataset, int threads, const std::function<bool()>& stop) {
  Looking looking(listing, dataset);
  const std::vector<Job> jobs = jobs_of(listing);
  if (!in_parallel(jobs.size(), threads, stop, [&](std::size_t i) { looking.look(jobs[i]); })) interrupted();
  std::vector<Seen> seen = looking.take();
  const std::vector<int> compared = distinct(seen);
  std::vector<Signature> signatures;
  for (int i : compared) signatures.push_back(std::move(seen[static_cast<std::size_t>(i)].signature));
  Survey out;
  out.likenesses = likenesses(signatures, threads, stop);
  if (stop()) interrupted();
  for (Likeness& l : out.likenesses)
    l.a = compared[static_cast<std::size_t>(l.a)], l.b = compared[static_cast<std::size_t>(l.b)];
  for (Seen& s : seen) out.looks.push_back(std::move(s.look));
  return out;
}

}  // namespace xp
