#pragma once

#include "office/imports/sheet.h"

namespace yh::office::imports {

/// Puts a sheet together row by row, and says as soon as it becomes more than it may be. Internal to reading.
class SheetBuilder {
  public:
    explicit SheetBuilder(const SheetLimits& limits) : limits_{limits} {}

    Result<void> add(std::int64_t line, std::vector<std::string> cells);
    Result<Sheet> take();
    const SheetLimits& limits() const { return limits_; }

  private:
    const SheetLimits limits_;
    Sheet sheet_;
    std::size_t text_bytes_ = 0;
};

/// Blanks around go: those of ASCII, the one that does not break (U+00A0), the wide one (U+3000).
void trim_cell(std::string& text);

Result<Sheet> read_csv(std::string bytes, const SheetLimits& limits);
Result<Sheet> read_xlsx(const std::string& path, const SheetLimits& limits);

}  // namespace yh::office::imports
