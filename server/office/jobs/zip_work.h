#pragma once

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
    explicit ZipWork(std::vector<ZipEntry> entries);
    ~ZipWork() override;

    Result<Progress> step(db::Connection& connection, const std::string& path) override;

  private:
    class Archive;

    std::vector<ZipEntry> entries_;
    std::size_t done_ = 0;
    std::size_t added_ = 0;
    std::unique_ptr<Archive> archive_;
};

}  // namespace yh::office::jobs
