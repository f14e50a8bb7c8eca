#include "main/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace yh::app {

Result<DataFolder> DataFolder::open(const std::string& path) {
    std::error_code failure;
    std::filesystem::create_directories(path, failure);
    if (failure) {
        return unavailable("data.unusable", path + ": " + failure.message());
    }
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, failure);
    const auto lock_file = path + "/lock";
    const int lock = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) {
        return unavailable("data.unusable", lock_file + " cannot be written");
    }
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return conflict("data.in_use", "another yinghe serves from " + path);
    }
    return DataFolder{path, lock};
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_{std::move(other.path_)}, lock_{std::exchange(other.lock_, -1)} {}

DataFolder::~DataFolder() {
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

}  // namespace yh::app
