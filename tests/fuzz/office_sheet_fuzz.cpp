#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/utf8.h"
#include "office/imports/sheet.h"

// Tables that people upload: whatever comes out of a file is text, and no more than it may be.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using yh::office::imports::read_sheet;
    yh::office::imports::SheetLimits limits;
    limits.rows = 50;
    limits.columns = 8;
    limits.cell_bytes = 200;
    limits.text_bytes = 4000;
    limits.unpacked_bytes = 256UL * 1024;
    const int file = ::memfd_create("sheet", MFD_CLOEXEC);
    if (file < 0 || ::write(file, data, size) != static_cast<ssize_t>(size)) {
        return 0;
    }
    const auto sheet = read_sheet("/proc/self/fd/" + std::to_string(file), limits);
    ::close(file);
    if (!sheet.ok()) {
        return 0;
    }
    std::int64_t line = 0;
    bool good = sheet->rows.size() <= limits.rows && !sheet->rows.empty() && sheet->head.size() <= limits.columns;
    for (const auto& row : sheet->rows) {
        good = good && row.line > line && row.cells.size() <= limits.columns;
        line = row.line;
        for (const auto& cell : row.cells) {
            good = good && cell.size() <= limits.cell_bytes && yh::is_clean_utf8(cell);
        }
    }
    if (!good) {
        __builtin_trap();
    }
    return 0;
}
