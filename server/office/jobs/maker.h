#pragma once

#include <functional>
#include <string>

#include "office/jobs/work.h"
#include "office/lists/asked.h"
#include "office/office.h"

namespace yh::office::jobs {

/// What somebody wants as a file. It is kept with the job, so that the file can be made later, too.
struct FileWish {
    std::string list;
    Format format = Format::Csv;
    std::string query;    ///< which rows and columns: as in the address of the list
    std::string address;  ///< from where it was asked for
};

/// What a wish comes to for who wants it.
struct Made {
    WorkPtr work;
    std::string file_name;
    std::string said_zh;  ///< what it was narrowed to, for others to read
    std::string said_en;
    std::function<void()> on_start{};  ///< when the work begins; may be absent
};

/// Makes the work of a wish with the rights that the reader has at this moment. Thread: home. Errors: those of the
/// list's own query; http.forbidden, list.unknown.
using Maker = std::function<Result<Made>(Office&, const lists::Reader&, const FileWish&)>;

/// The one for lists.
Result<Made> make_export(Office& office, const lists::Reader& reader, const FileWish& wish);

/// "通话记录-20261121-173005.xlsx".
std::string job_file_name(std::string_view title, std::int64_t at_ms, std::int64_t utc_offset_min, Format format);

}  // namespace yh::office::jobs
