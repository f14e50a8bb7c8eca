#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "office/jobs/table_file.h"
#include "office/jobs/work.h"
#include "office/lists/asked.h"
#include "office/lists/list_rows.h"

namespace yh::office::jobs {

/// Writes a list into a file: exactly what its person has on the screen.
class ExportWork final : public Work {
  public:
    ExportWork(const lists::List& list, lists::Asked asked, std::vector<const lists::Column*> columns, Format format,
               lists::FileRows which)
        : list_{list}, asked_{std::move(asked)}, columns_{std::move(columns)}, format_{format}, which_{which} {}

    Result<Progress> step(db::Connection& connection, const std::string& path) override;
    Result<std::int64_t> count(db::Connection& connection) const override;

  private:
    Result<lists::ListRows> open(db::Connection& connection) const;
    Result<void> begin(db::Connection& connection, const std::string& path);

    const lists::List& list_;
    lists::Asked asked_;
    std::vector<const lists::Column*> columns_;
    Format format_;
    lists::FileRows which_;
    std::optional<lists::ListRows> rows_;
    std::unique_ptr<TableFile> file_;
};

}  // namespace yh::office::jobs
