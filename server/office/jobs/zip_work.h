#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "office/jobs/work.h"

namespace yh::office::jobs {

/// A file that goes into an archive under a name.
struct ZipEntry {
    std::string path;
    std::string name;
};

/// Puts files into one zip, piece by piece. Files of one name get a number each. What is missing is left out; when all
/// are: error export.nothing.
class ZipWork final : public Work {
  public:
    using Find = std::function<Result<std::vector<ZipEntry>>(db::Connection&)>;

    /// Which files these are is found when the work begins.
    explicit ZipWork(Find find);
    ~ZipWork() override;

    Result<Progress> step(db::Connection& connection, const std::string& path) override;
    Result<std::int64_t> count(db::Connection& connection) const override;

  private:
    class Archive;

    Find find_;
    std::vector<ZipEntry> entries_;
    std::size_t done_ = 0;
    std::size_t added_ = 0;
    std::unique_ptr<Archive> archive_;
};

}  // namespace yh::office::jobs
