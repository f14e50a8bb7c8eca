#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

// A table out of somebody's file. What is in the file is believed nowhere: neither its name nor what it says of itself.
namespace yh::office::imports {

struct SheetRow {
    std::int64_t line = 0;  ///< as the person's own program counts it, the first line being 1
    std::vector<std::string> cells;
};

struct Sheet {
    std::vector<std::string> head;
    std::vector<SheetRow> rows;  ///< without those in which nothing stands
};

/// R124, U10: 10,000 rows. The rest bounds what a small file can grow into: a few kilobytes of a zip may hold
/// gigabytes, and one long text of a spreadsheet may stand in every cell.
struct SheetLimits {
    std::size_t rows = 10'000;
    std::size_t columns = 100;
    std::size_t cell_bytes = 64UL * 1024;
    std::size_t text_bytes = 32UL * 1024 * 1024;
    std::size_t unpacked_bytes = 64UL * 1024 * 1024;
};

/// Reads a CSV (UTF-8, UTF-16 or GB18030, as Chinese spreadsheets write it) or the first sheet of an xlsx; which of
/// them it is, the content says. Texts come as UTF-8 without blanks around. Errors: import.empty, import.not_a_table,
/// import.old_excel, import.broken_file, import.encoding, import.unpacks_too_large, import.too_many_rows,
/// import.too_many_columns, import.cell_too_long. Thread: one that may block.
Result<Sheet> read_sheet(const std::string& path, const SheetLimits& limits = {});

}  // namespace yh::office::imports
