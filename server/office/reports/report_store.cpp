#include "office/reports/report_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "http/text.h"
#include "office/lists/pool_hiding.h"
#include "office/reports/row_names.h"
#include "office/rollups/local_time.h"
#include "office/rollups/rebuild.h"

namespace yh::office::reports {

namespace {

/// A row with what it is sorted by.
struct Line {
    CellKey key;
    const std::vector<std::int64_t>* sums = nullptr;
    std::vector<std::optional<double>> values;
    RowName name;
};

bool is_wanted(const Question& question, const Measure& measure) {
    return !measure.whole_company || (question.of.queues.empty() && question.asked.number.empty());
}

std::vector<Table> tables_of(const Question& question) {
    std::vector<Table> tables;
    for (const auto& each : question.shape->measures) {
        const auto table = each.measure.table;
        if (table != Table::None && is_wanted(question, each.measure) &&
            std::ranges::find(tables, table) == tables.end()) {
            tables.push_back(table);
        }
    }
    return tables;
}

Result<Cells> count_cells(db::Connection& connection, const Question& question) {
    Cells cells;
    std::vector<Table> from_calls;
    for (const auto table : tables_of(question)) {
        if (needs_stories(question, table)) {
            from_calls.push_back(table);
            continue;
        }
        YH_CHECK(read_sums(connection, question, table, cells));
        if (table == Table::AgentStateHours) {
            YH_CHECK(read_lasting(connection, question, cells));
        }
    }
    if (!from_calls.empty()) {
        YH_CHECK(read_stories(connection, question, from_calls, cells));
    }
    return cells;
}

/// Days, months and years without a call are rows, too, where a row is nothing but its time: a chart would lie without.
void add_empty_periods(const Question& question, Cells& cells) {
    if (question.report().rows != Rows::None || question.asked.period == Period::None) {
        return;
    }
    const auto width = question.shape->measures.size();
    if (question.asked.period == Period::Hour) {
        for (std::int64_t hour = 0; hour < 24; ++hour) {
            cells[{hour}].resize(width);
        }
        return;
    }
    const auto last = std::min(question.to_day, question.today);
    for (auto day = question.from_day; day <= last; day = rollups::day_after(day)) {
        cells[{period_of(question.asked.period, day, 0)}].resize(width);
    }
}

/// Somebody who did nothing of what the report shows is no row of it.
bool is_empty(const Shape& shape, const std::vector<std::int64_t>& sums) {
    for (std::size_t at = 0; at < sums.size(); ++at) {
        if (sums[at] != 0 && shape.measures[at].measure.shown) {
            return false;
        }
    }
    return true;
}

struct Span {
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
};

Span span_of(const Question& question, std::int64_t period) {
    auto first = question.from_day;
    auto last = question.to_day;
    switch (question.asked.period) {
        case Period::None:
        case Period::Hour:
            break;
        case Period::Day:
            first = last = period;
            break;
        case Period::Month:
            first = std::max(first, period * 100 + 1);
            last = std::min(last, rollups::day_after(
                                      (period % 100 == 12 ? (period / 100 + 1) * 100 + 1 : period + 1) * 100 + 1, -1));
            break;
        case Period::Year:
            first = std::max(first, period * 10000 + 101);
            last = std::min(last, period * 10000 + 1231);
            break;
    }
    return {rollups::day_begins_ms(first, question.zone),
            rollups::day_begins_ms(rollups::day_after(last), question.zone)};
}

/// `offsets`: of a report by hours, how far its clocks are ahead; the same for all rows.
std::string calls_of(const Question& question, const CellKey& key, const std::string& offsets) {
    auto of = question.of;
    switch (question.report().rows) {
        case Rows::Agent:
            of.agents = {key.id};
            break;
        case Rows::Department:
            of.departments = {key.id};
            break;
        case Rows::Queue:
            of.queues = {key.id};
            break;
        case Rows::Level:
            of.level = key.text;
            break;
        case Rows::Number:
        case Rows::None:
            break;
    }
    const auto span = span_of(question, key.period);
    if (question.asked.period == Period::Hour) {
        of.hour = key.period;
        of.offsets = offsets;
    }
    return calls_of(question, of, span.from_ms, span.to_ms);
}

/// Less, by what was asked for; equal rows stay in the order of time and name.
class Order {
  public:
    explicit Order(const Question& question) : period_first_{question.asked.period != Period::None} {
        std::string_view key = question.asked.sort;
        if (key.empty()) {
            key = question.report().default_sort;
        } else {
            period_first_ = false;
        }
        down_ = key.starts_with('-');
        key.remove_prefix(down_ ? 1 : 0);
        by_ = key == "period" ? By::Period : key == "name" ? By::Name : key == "number" ? By::Number : By::Value;
        at_ = question.shape->find(key).value_or(0);
    }

    bool operator()(const Line& a, const Line& b) const {
        if (period_first_ && a.key.period != b.key.period) {
            return a.key.period < b.key.period;
        }
        if (const auto way = compare(a, b); way != 0) {
            return down_ ? way > 0 : way < 0;
        }
        // Where nothing divides, the row comes last either way.
        if (by_ == By::Value && a.values[at_].has_value() != b.values[at_].has_value()) {
            return a.values[at_].has_value();
        }
        return std::tie(a.key.period, a.name.number, a.key.id, a.key.text) <
               std::tie(b.key.period, b.name.number, b.key.id, b.key.text);
    }

  private:
    enum class By { Period, Name, Number, Value };

    int compare(const Line& a, const Line& b) const {
        const auto sign = [](const auto& one, const auto& other) { return one < other ? -1 : other < one ? 1 : 0; };
        switch (by_) {
            case By::Period:
                return sign(a.key.period, b.key.period);
            case By::Name:
                return sign(a.name.name, b.name.name);
            case By::Number:
                return sign(a.name.number, b.name.number);
            case By::Value:
                return a.values[at_] && b.values[at_] ? sign(*a.values[at_], *b.values[at_]) : 0;
        }
        return 0;
    }

    bool period_first_;
    bool down_ = false;
    By by_ = By::Period;
    std::size_t at_ = 0;
};

/// What pages see of a row's values.
std::vector<std::optional<double>> shown_values(const Shape& shape, std::vector<std::optional<double>> values) {
    std::vector<std::optional<double>> shown;
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (shape.measures[at].measure.shown) {
            shown.push_back(values[at]);
        }
    }
    return shown;
}

ReportRow row_of(const Question& question, Line&& line, const std::string& offsets) {
    ReportRow row;
    row.period = said_period(question.asked.period, line.key.period);
    row.number = std::move(line.name.number);
    row.name = std::move(line.name.name);
    row.key = line.key.text.empty() ? std::to_string(line.key.id) : line.key.text;
    row.calls = calls_of(question, line.key, offsets);
    row.values = shown_values(*question.shape, std::move(line.values));
    return row;
}

Result<void> find_rows(db::Connection& connection, const Question& question, Whole whole, ReportAnswer& answer) {
    YH_TRY(auto cells, count_cells(connection, question));
    if (question.report().rows == Rows::Queue) {  // a call that came to no queue is in no queue's figures
        std::erase_if(cells, [](const auto& cell) { return cell.first.id == 0; });
    }
    std::vector<std::int64_t> total(question.shape->measures.size());
    for (const auto& [key, sums] : cells) {
        for (std::size_t at = 0; at < sums.size(); ++at) {
            total[at] += sums[at];
        }
    }
    // What is no row may still be a part of the total: an hour with nothing but work after a call.
    if (question.report().rows != Rows::None) {
        std::erase_if(cells, [&](const auto& cell) { return is_empty(*question.shape, cell.second); });
    }
    add_empty_periods(question, cells);
    if (cells.size() > most_rows) {
        return invalid_input("report.too_many_rows", fmt::format("{} rows", cells.size()));
    }
    YH_TRY(const auto names, RowNames::read(connection, question));
    std::vector<Line> lines;
    lines.reserve(cells.size());
    for (const auto& [key, sums] : cells) {
        lines.push_back({key, &sums, values_of(*question.shape, sums, total), names.of(key)});
    }
    answer.rows_total = static_cast<std::int64_t>(lines.size());
    answer.total = shown_values(*question.shape, values_of(*question.shape, total, total));
    const auto size = static_cast<std::size_t>(question.asked.page_size);
    const auto first =
        whole == Whole::All ? 0 : std::min(static_cast<std::size_t>(question.asked.page - 1) * size, lines.size());
    const auto last = whole == Whole::All ? lines.size() : std::min(first + size, lines.size());
    std::ranges::partial_sort(lines, lines.begin() + static_cast<std::ptrdiff_t>(last), Order{question});
    std::string offsets;
    if (question.asked.period == Period::Hour) {
        const auto span = span_of(question, 0);
        offsets = offsets_of(question.zone, span.from_ms, span.to_ms);
    }
    for (auto at = first; at < last; ++at) {
        answer.rows.push_back(row_of(question, std::move(lines[at]), offsets));
    }
    return {};
}

Result<bool> is_rebuilding(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto build, rollups::find_build(connection, tenant));
    YH_TRY(const auto zone, connection.row<std::string>("SELECT zone FROM tenants WHERE id = ?", tenant));
    return !build || build->next_day.has_value() || build->zone != zone.value_or(build->zone);
}

bool in_ms(const Measure& measure) {
    return measure.columns.find("_ms") != std::string_view::npos;
}

}  // namespace

std::vector<std::optional<double>> values_of(const Shape& shape, const std::vector<std::int64_t>& sums,
                                             const std::vector<std::int64_t>& total) {
    constexpr double ms_of_second = 1000;
    const auto value = [&](std::size_t at, const std::vector<std::int64_t>& from) {
        return static_cast<double>(from[at]) / (in_ms(shape.measures[at].measure) ? ms_of_second : 1);
    };
    std::vector<std::optional<double>> values;
    values.reserve(shape.measures.size());
    for (std::size_t at = 0; at < shape.measures.size(); ++at) {
        const auto& [measure, terms, level, sum_at, over_at] = shape.measures[at];
        if (!terms.empty()) {
            values.emplace_back(value(at, sums));
            continue;
        }
        const auto over = value(over_at, measure.over_total ? total : sums);
        values.push_back(over == 0 ? std::nullopt : std::optional{value(sum_at, sums) / over});
    }
    return values;
}

std::string calls_of(const Question& question, const FigureOf& of, std::int64_t from_ms, std::int64_t to_ms) {
    const auto opens = [](const ShapedMeasure& each) { return each.measure.behind != Behind::Nothing; };
    if (std::ranges::none_of(question.shape->measures, opens)) {
        return {};
    }
    auto text = fmt::format("from_ms={}&to_ms={}", from_ms, to_ms) + query_of(of);
    if (!question.asked.number.empty() && !of.number) {
        text += "&number=" + http::url_encode(question.asked.number);
    }
    return text;
}

Result<Found> find_report_answer(db::Connection& connection, const AskedReport& asked, std::int64_t now_ms,
                                 Whole whole) {
    YH_TRY(const auto question, resolve(connection, asked, now_ms));
    Found found;
    found.shape = question.shape;
    auto& answer = found.answer;
    answer.counted_at_ms = now_ms;
    YH_TRY(answer.rebuilding, is_rebuilding(connection, question.who().tenant.value));
    answer.from = said_period(Period::Day, question.from_day);
    answer.to = said_period(Period::Day, question.to_day);
    if (question.report().rows == Rows::Number && !needs_stories(question, Table::DialledNumbers)) {
        YH_CHECK(find_numbers(connection, question, whole, answer));
    } else {
        YH_CHECK(find_rows(connection, question, whole, answer));
    }
    answer.total_calls = calls_of(question, question.of, question.from_ms, question.to_ms);
    if (question.report().rows == Rows::Number) {
        for (auto& row : answer.rows) {
            FigureOf of;
            of.number = row.key;
            const auto& reader = question.asked.reader;
            YH_TRY(const auto mask, lists::mask_of_number(connection, reader, row.key));
            row.number_token = people::token_for(mask, reader.seal, reader.who.tenant, row.key);
            of.number = row.number_token.value_or(row.key);
            row.calls = calls_of(question, of, question.from_ms, question.to_ms);
            row.number = mask.shown(row.key);
            row.key = row.number_token.value_or(row.key);
        }
    }
    return found;
}

}  // namespace yh::office::reports
