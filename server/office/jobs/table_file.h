#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "office/jobs/work.h"
#include "office/lists/list_rows.h"

namespace yh::office::jobs {

/// A table on its way to the disk, row by row; never whole in memory. Thread: one that may block.
class TableFile {
  public:
    /// Error: export.disk.
    static Result<std::unique_ptr<TableFile>> create(Format format, const std::string& path);
    virtual ~TableFile() = default;
    virtual Result<void> write(const lists::FileRow& row) = 0;
    /// Nothing more comes. Error: export.disk.
    virtual Result<void> close() = 0;
};

}  // namespace yh::office::jobs
