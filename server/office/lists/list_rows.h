#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.h"
#include "office/lists/asked.h"
#include "office/lists/list.h"

namespace yh::office::lists {

/// One cell of a file: its text, and the number it is, if a spreadsheet shall calculate with it.
struct FileCell {
    std::string text;
    std::optional<double> number;
};
using FileRow = std::vector<FileCell>;

/// All that fit, or those of the page that is asked for (下载分页, R168).
enum class FileRows { All, Page };

/// The rows of a list on their way into a file: exactly those, in that order and with those columns, that the person
/// has on the screen. The ids are read first, so that nothing shifts while the rows follow, some at a time; never
/// more than one portion is in memory. Thread: one that may block; one at a time.
class ListRows {
  public:
    /// Error: export.too_many, when there are more than `most`.
    static Result<ListRows> open(db::Connection& connection, const List& list, Asked asked,
                                 std::vector<const Column*> columns, std::int64_t most, FileRows which = FileRows::All);

    std::vector<std::string> titles() const;
    std::int64_t total() const { return static_cast<std::int64_t>(ids_.size()); }
    std::int64_t done() const { return static_cast<std::int64_t>(done_); }
    bool at_end() const { return done_ == ids_.size(); }
    /// The next portion. What has been deleted meanwhile is left out.
    Result<std::vector<FileRow>> next(db::Connection& connection);

  private:
    ListRows(const List& list, Asked asked, std::vector<const Column*> columns)
        : list_{&list}, asked_{std::move(asked)}, columns_{std::move(columns)} {}
    std::string select(db::Engine engine) const;

    const List* list_;
    Asked asked_;
    std::vector<const Column*> columns_;
    std::vector<std::int64_t> ids_;
    std::size_t done_ = 0;
};

/// "2026-11-21 09:30:05" where the person is.
std::string local_time(std::int64_t at_ms, std::int64_t utc_offset_min);

}  // namespace yh::office::lists
