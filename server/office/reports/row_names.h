#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "office/reports/question.h"

namespace yh::office::reports {

struct RowName {
    std::string number;
    std::string name;
};

/// What the rows of a report are called today, also those who left (【删除】, R094). A value.
class RowNames {
  public:
    /// Thread: one that may block.
    static Result<RowNames> read(db::Connection& connection, const Question& question);
    RowName of(const CellKey& key) const;

  private:
    Rows rows_ = Rows::None;
    RowName nobody_;
    std::unordered_map<std::int64_t, RowName> names_;
};

}  // namespace yh::office::reports
