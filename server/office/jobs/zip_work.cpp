#include "office/jobs/zip_work.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

namespace yh::office::jobs {

namespace {

struct FreeArchive {
    void operator()(archive* open) const { ::archive_write_free(open); }
};
struct FreeEntry {
    void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};

std::string numbered(const std::string& name, int number) {
    const auto dot = name.rfind('.');
    return fmt::format("{}-{}{}", name.substr(0, dot), number, dot == std::string::npos ? "" : name.substr(dot));
}

void name_apart(std::vector<ZipEntry>& entries) {
    std::set<std::string> names;
    for (auto& entry : entries) {
        const auto name = entry.name;
        for (int number = 2; !names.insert(entry.name).second; ++number) {
            entry.name = numbered(name, number);
        }
    }
}

}  // namespace

/// libarchive's writer. Sound that is a-law already gains little by deflating, but a silent channel does.
class ZipWork::Archive {
  public:
    explicit Archive(const std::string& path) : open_{::archive_write_new()} {
        ::archive_write_set_format_zip(open_.get());
        good_ = ::archive_write_open_filename(open_.get(), path.c_str()) == ARCHIVE_OK;
    }

    Result<bool> add(const ZipEntry& file) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(file.path, missing);
        std::ifstream from{file.path, std::ios::binary};
        if (missing || !from) {
            return false;
        }
        std::unique_ptr<archive_entry, FreeEntry> entry{::archive_entry_new()};
        ::archive_entry_set_pathname_utf8(entry.get(), file.name.c_str());
        ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        ::archive_entry_set_filetype(entry.get(), AE_IFREG);
        ::archive_entry_set_perm(entry.get(), 0644);
        good_ = good_ && ::archive_write_header(open_.get(), entry.get()) == ARCHIVE_OK;
        std::array<char, 64 * 1024> piece{};
        while (good_ && (from.read(piece.data(), piece.size()) || from.gcount() > 0)) {
            const auto count = static_cast<std::size_t>(from.gcount());
            good_ = ::archive_write_data(open_.get(), piece.data(), count) == static_cast<la_ssize_t>(count);
        }
        return good_ ? Result<bool>{true} : Result<bool>{trouble()};
    }
    Result<void> close() {
        good_ = good_ && ::archive_write_close(open_.get()) == ARCHIVE_OK;
        return good_ ? Result<void>{} : Result<void>{trouble()};
    }

  private:
    Error trouble() const {
        const auto* text = ::archive_error_string(open_.get());
        return unavailable("export.disk", text == nullptr ? "zip" : text);
    }

    std::unique_ptr<archive, FreeArchive> open_;
    bool good_ = false;
};

ZipWork::ZipWork(Find find) : find_{std::move(find)} {}

ZipWork::~ZipWork() = default;

Result<std::int64_t> ZipWork::count(db::Connection& connection) const {
    YH_TRY(const auto entries, find_(connection));
    return static_cast<std::int64_t>(entries.size());
}

Result<Progress> ZipWork::step(db::Connection& connection, const std::string& path) {
    if (!archive_) {
        YH_TRY(entries_, find_(connection));
        name_apart(entries_);
        archive_ = std::make_unique<Archive>(path);
    }
    const auto total = static_cast<std::int64_t>(entries_.size());
    if (done_ < entries_.size()) {
        YH_TRY(const bool added, archive_->add(entries_[done_]));
        added_ += added ? 1 : 0;
        ++done_;
        return Progress{static_cast<std::int64_t>(done_), total, false};
    }
    if (added_ == 0) {
        return not_found("export.nothing");
    }
    YH_CHECK(archive_->close());
    return Progress{total, total, true};
}

}  // namespace yh::office::jobs
