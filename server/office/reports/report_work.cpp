#include "office/reports/report_work.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "http/text.h"
#include "office/reports/catalogue.h"

namespace yh::office::reports {

namespace {

using lists::FileCell;
using lists::FileRow;

/// The columns before the figures, by what a row is of.
std::vector<lists::Title> row_titles(Rows rows) {
    switch (rows) {
        case Rows::Agent:
            return {{"工号", "Agent"}, {"坐席", "Agent name"}};
        case Rows::Department:
            return {{"部门编号", "Department"}, {"部门", "Department name"}};
        case Rows::Queue:
            return {{"队列号", "Queue"}, {"队列", "Queue name"}};
        case Rows::Number:
            return {{"客户号码", "Number"}};
        case Rows::Level:
            return {{"评价", "Level"}};
        case Rows::None:
            break;
    }
    return {};
}

FileRow row_cells(const AskedReport& asked, const ReportRow& row) {
    FileRow cells;
    if (asked.period != Period::None) {
        cells.push_back({row.period, {}});
    }
    switch (asked.report->rows) {
        case Rows::Agent:
        case Rows::Department:
        case Rows::Queue:
            cells.push_back({row.number, {}});
            cells.push_back({row.name, {}});
            break;
        case Rows::Number:
            cells.push_back({row.number, {}});
            break;
        case Rows::Level:
            cells.push_back({row.name, {}});
            break;
        case Rows::None:
            break;
    }
    return cells;
}

FileCell figure_cell(const Measure& measure, const std::optional<double>& value) {
    if (!value) {
        return {};
    }
    switch (measure.kind) {
        case MeasureKind::Count:
        case MeasureKind::Duration:
            return {fmt::format("{:.0f}", *value), *value};
        case MeasureKind::Average:
            return {fmt::format("{:.1f}", *value), *value};
        case MeasureKind::Percent:
            return {fmt::format("{:.1f}%", *value * 100), *value};
    }
    return {};
}

void add_figures(FileRow& row, const Shape& shape, const std::vector<std::optional<double>>& values) {
    std::size_t next = 0;
    for (const auto& each : shape.measures) {
        if (each.measure.shown && next < values.size()) {
            row.push_back(figure_cell(each.measure, values[next++]));
        }
    }
}

std::string said_days(const AskedReport& asked) {
    return asked.from_day ? fmt::format("{} – {}", said_period(Period::Day, *asked.from_day),
                                        said_period(Period::Day, *asked.to_day))
                          : std::string{};
}

}  // namespace

FileRow titles_of(const AskedReport& asked, const Shape& shape) {
    const auto language = asked.reader.language;
    const bool chinese = language == http::Language::Chinese;
    FileRow row;
    if (asked.period != Period::None) {
        row.push_back({chinese ? "时间" : "Time", {}});
    }
    for (const auto& title : row_titles(asked.report->rows)) {
        row.push_back({text_in(title, language), {}});
    }
    for (const auto& each : shape.measures) {
        if (!each.measure.shown) {
            continue;
        }
        const bool seconds = each.measure.kind == MeasureKind::Duration || each.measure.kind == MeasureKind::Average;
        row.push_back({text_in(each.measure.title, language) + (!seconds ? "" : chinese ? "（秒）" : " (s)"), {}});
    }
    return row;
}

FileRow file_row(const AskedReport& asked, const Shape& shape, const ReportRow& row) {
    auto cells = row_cells(asked, row);
    add_figures(cells, shape, row.values);
    return cells;
}

FileRow total_row(const AskedReport& asked, const Shape& shape, const ReportAnswer& answer) {
    auto cells = row_cells(asked, {});
    const auto* word = asked.reader.language == http::Language::Chinese ? "合计" : "Total";
    if (!cells.empty()) {
        cells.front().text = word;
    }
    add_figures(cells, shape, answer.total);
    return cells;
}

Result<void> ReportWork::begin(db::Connection& connection, const std::string& path) {
    YH_TRY(found_, find_report_answer(connection, asked_, now_ms_, Whole::All));
    YH_TRY(file_, jobs::TableFile::create(format_, path));
    return file_->write(titles_of(asked_, *found_->shape));
}

jobs::Progress ReportWork::progress(bool at_end) const {
    return {static_cast<std::int64_t>(done_), found_->answer.rows_total, at_end};
}

Result<jobs::Progress> ReportWork::step(db::Connection& connection, const std::string& path) {
    constexpr std::size_t portion = 5000;
    if (!found_) {
        YH_CHECK(begin(connection, path));
        return progress(false);
    }
    const auto& answer = found_->answer;
    if (done_ < answer.rows.size()) {
        const auto end = std::min(done_ + portion, answer.rows.size());
        for (; done_ < end; ++done_) {
            YH_CHECK(file_->write(file_row(asked_, *found_->shape, answer.rows[done_])));
        }
        return progress(false);
    }
    YH_CHECK(file_->write(total_row(asked_, *found_->shape, answer)));
    YH_CHECK(file_->close());
    return progress(true);
}

Result<std::int64_t> ReportWork::count(db::Connection& connection) const {
    YH_TRY(const auto found, find_report_answer(connection, asked_, now_ms_));
    return found.answer.rows_total;
}

std::string said_report(const AskedReport& asked, http::Language language, const people::NumberMask& mask) {
    const bool chinese = language == http::Language::Chinese;
    std::string said;
    const auto add = [&](std::string_view title, const std::string& value) {
        if (!value.empty()) {
            said += fmt::format("{}{}{}{}",
                                said.empty() ? ""
                                : chinese    ? "；"
                                             : "; ",
                                title, chinese ? "：" : ": ", value);
        }
    };
    const auto joined = [](const std::vector<std::string>& values) {
        return fmt::format("{}", fmt::join(values, ", "));
    };
    add(chinese ? "时间" : "Time", said_days(asked));
    add(chinese ? "部门" : "Department", joined(asked.departments));
    add(chinese ? "坐席" : "Agent", joined(asked.agents));
    add(chinese ? "队列" : "Queue", joined(asked.queues));
    add(chinese ? "客户号码" : "Number", asked.number.empty() ? std::string{} : mask.shown(asked.number));
    return said;
}

Result<jobs::Made> make_report(Office& office, const lists::Reader& reader, const jobs::FileWish& wish) {
    const auto query = http::parse_query(wish.query);
    if (!query || !wish.list.starts_with(list_prefix)) {
        return not_found("report.unknown", wish.list);
    }
    for (const auto right : {people::rights::see_reports, people::rights::export_records}) {
        if (!people::may(reader.who, right)) {
            return Error{ErrorKind::Forbidden, "http.forbidden", std::string{right}};
        }
    }
    const auto key = wish.list.substr(list_prefix.size());
    YH_TRY(auto asked, read_report_query(key, *query, reader, options_of(office, reader.who.tenant)));
    YH_TRY(asked.reader.utc_offset_min, lists::offset_arg(*query));
    const auto now = to_ms(office.clock.wall());
    const auto mask = people::company_mask(reader.who.tenant, *office.directory);
    jobs::Made made;
    made.said_zh = said_report(asked, http::Language::Chinese, mask);
    made.said_en = said_report(asked, http::Language::English, mask);
    made.file_name = jobs::job_file_name(text_in(asked.report->title, reader.language), now,
                                         asked.reader.utc_offset_min, wish.format);
    made.work = std::make_shared<ReportWork>(std::move(asked), wish.format, now);
    return made;
}

}  // namespace yh::office::reports
