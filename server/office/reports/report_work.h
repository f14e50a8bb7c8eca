#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "office/jobs/maker.h"
#include "office/jobs/table_file.h"
#include "office/jobs/work.h"
#include "office/reports/report_store.h"

namespace yh::office::reports {

/// Writes a report into a file: exactly what its person has on the screen, every page of it, and the total.
class ReportWork final : public jobs::Work {
  public:
    ReportWork(AskedReport asked, jobs::Format format, std::int64_t now_ms)
        : asked_{std::move(asked)}, format_{format}, now_ms_{now_ms} {}

    Result<jobs::Progress> step(db::Connection& connection, const std::string& path) override;
    Result<std::int64_t> count(db::Connection& connection) const override;

  private:
    Result<void> begin(db::Connection& connection, const std::string& path);
    jobs::Progress progress(bool at_end) const;

    AskedReport asked_;
    jobs::Format format_;
    std::int64_t now_ms_;
    std::optional<Found> found_;
    std::size_t done_ = 0;
    std::unique_ptr<jobs::TableFile> file_;
};

/// The first row of a file, one row of it, and the last.
lists::FileRow titles_of(const AskedReport& asked, const Shape& shape);
lists::FileRow file_row(const AskedReport& asked, const Shape& shape, const ReportRow& row);
lists::FileRow total_row(const AskedReport& asked, const Shape& shape, const ReportAnswer& answer);

/// The maker of "reports.KEY" (jobs/maker.h). Errors: those of read_report_query; http.forbidden.
Result<jobs::Made> make_report(Office& office, const lists::Reader& reader, const jobs::FileWish& wish);

/// What was asked for, in words for others: "时间：2026-11-01 – 2026-11-21；坐席：10001".
std::string said_report(const AskedReport& asked, http::Language language, const people::NumberMask& mask);

inline constexpr std::string_view list_prefix = "reports.";

}  // namespace yh::office::reports
