#pragma once

#include <string>

#include "base/result.h"

namespace yh::app {

/// The data folder, held by one server at a time: made if missing, readable by us only, locked until destruction.
class DataFolder {
  public:
    /// Errors: data.unusable, data.in_use (another server runs on it).
    static Result<DataFolder> open(const std::string& path);
    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

    const std::string& path() const { return path_; }
    std::string recordings() const { return path_ + "/recordings"; }

  private:
    DataFolder(std::string path, int lock) : path_{std::move(path)}, lock_{lock} {}

    std::string path_;
    int lock_;
};

}  // namespace yh::app
