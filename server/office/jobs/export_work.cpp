#include "office/jobs/export_work.h"

namespace yh::office::jobs {

Result<lists::ListRows> ExportWork::open(db::Connection& connection) const {
    // What a spreadsheet takes, its head not counted, is a little more.
    constexpr std::int64_t most_rows = 1'000'000;
    return lists::ListRows::open(connection, list_, asked_, columns_, most_rows, which_);
}

Result<std::int64_t> ExportWork::count(db::Connection& connection) const {
    YH_TRY(const auto rows, open(connection));
    return rows.total();
}

Result<void> ExportWork::begin(db::Connection& connection, const std::string& path) {
    YH_TRY(auto rows, open(connection));
    rows_ = std::move(rows);
    YH_TRY(file_, TableFile::create(format_, path));
    lists::FileRow head;
    for (auto& title : rows_->titles()) {
        head.push_back({std::move(title), {}});
    }
    return file_->write(head);
}

Result<Progress> ExportWork::step(db::Connection& connection, const std::string& path) {
    if (!rows_) {
        YH_CHECK(begin(connection, path));
        return Progress{0, rows_->total(), false};
    }
    if (!rows_->at_end()) {
        YH_TRY(const auto portion, rows_->next(connection));
        for (const auto& row : portion) {
            YH_CHECK(file_->write(row));
        }
        return Progress{rows_->done(), rows_->total(), false};
    }
    YH_CHECK(file_->close());
    return Progress{rows_->done(), rows_->total(), true};
}

}  // namespace yh::office::jobs
