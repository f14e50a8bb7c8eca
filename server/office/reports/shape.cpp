#include "office/reports/shape.h"

#include <fmt/format.h>

#include <algorithm>

#include "office/reports/conditions.h"

namespace yh::office::reports {

namespace {

using model::ServiceFormula;

bool take(std::string_view& text, std::string_view prefix) {
    const bool there = text.starts_with(prefix);
    text.remove_prefix(there ? prefix.size() : 0);
    return there;
}

void add(Shape& shape, const Measure& measure, std::string level = {}) {
    shape.measures.push_back({measure, terms_of(measure.columns), std::move(level)});
}

void add_levels(Shape& shape, const std::vector<std::string>& levels) {
    for (const auto& level : levels) {
        const auto name = shape.keep(level);
        const auto count = shape.keep(std::string{level_prefix} + level);
        add(shape,
            {.key = count,
             .title = {name, name},
             .formula = {shape.keep("评价为“" + level + "”的电话数"), shape.keep("calls rated \"" + level + '"')},
             .words = {"客户选择了该评价", "the customer chose this level"},
             .table = Table::SurveyDays,
             .columns = "this.surveys",
             .behind = Behind::Surveys,
             .which = conditions::survey_level},
            level);
        add(shape, {.key = shape.keep(std::string{rate_prefix} + level),
                    .title = {shape.keep(level + "率"), shape.keep(level + ", rate")},
                    .kind = MeasureKind::Percent,
                    .formula = {shape.keep(level + " ÷ 完成评价"), shape.keep(level + " ÷ completed")},
                    .words = {"在完成的评价中占多少", "its part of what was rated"},
                    .sum = count,
                    .over = "completed"});
    }
}

struct Divisor {
    lists::Title said;
    std::string columns;
};

Divisor divisor_of(const model::ServiceLevel& service) {
    switch (service.formula) {
        case ServiceFormula::WithoutEarly:
            return {{"（队列接听 + 客户放弃 − 提前放弃）", "(answered + abandoned − given up early)"},
                    fmt::format("answered + abandoned - abandoned_in_{}", service.abandoned_from_s)};
        case ServiceFormula::WithAbandoned:
            return {{"（队列接听 + 客户放弃）", "(answered + abandoned)"}, "answered + abandoned"};
        case ServiceFormula::OfAnswered:
            return {{"队列接听", "answered"}, "answered"};
        case ServiceFormula::OfAll:
            return {{"进入队列", "visits"}, "visits"};
    }
    return {};
}

void add_service(Shape& shape, const model::ServiceLevel& service) {
    const auto within = service.answer_within_s;
    const auto early = service.abandoned_from_s;
    const auto in_time = shape.keep(fmt::format("{}{}", answered_in, within));
    const auto given_up = shape.keep(fmt::format("{}{}", abandoned_in, early));
    const auto divisor = divisor_of(service);
    add(shape, {.key = given_up,
                .title = {"提前放弃", "Given up early"},
                .formula = {shape.keep(fmt::format("{} 秒内放弃的", early)),
                            shape.keep(fmt::format("abandoned within {} s", early))},
                .words = {"刚进入队列就挂断", "hung up as soon as they came"},
                .table = Table::QueueHours,
                .columns = given_up,
                .behind = Behind::Visits,
                .which = conditions::visit_early});
    add(shape, {.key = in_time,
                .title = {"及时接听", "In time"},
                .formula = {shape.keep(fmt::format("{} 秒内接听的", within)),
                            shape.keep(fmt::format("answered within {} s", within))},
                .words = {"在约定时间内接听", "answered as soon as was promised"},
                .table = Table::QueueHours,
                .columns = in_time,
                .behind = Behind::Visits,
                .which = conditions::visit_in_time});
    add(shape, {.key = "measured", .table = Table::QueueHours, .columns = shape.keep(divisor.columns), .shown = false});
    add(shape, {.key = "service_level",
                .title = {"服务水平", "Service level"},
                .kind = MeasureKind::Percent,
                .formula = {shape.keep(fmt::format("{} 秒内接听 ÷ {}", within, divisor.said.chinese)),
                            shape.keep(fmt::format("answered within {} s ÷ {}", within, divisor.said.english))},
                .words = {"公式与时限由企业在系统设置中选择", "the company chooses formula and seconds in its options"},
                .sum = in_time,
                .over = "measured"});
}

}  // namespace

std::optional<std::size_t> Shape::find(std::string_view key) const {
    const auto found = std::ranges::find(measures, key, [](const auto& each) { return each.measure.key; });
    return found == measures.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - measures.begin())};
}

std::vector<Term> terms_of(std::string_view columns) {
    std::vector<Term> terms;
    Term next;
    while (!columns.empty()) {
        const auto end = std::min(columns.find(' '), columns.size());
        auto word = columns.substr(0, end);
        columns.remove_prefix(std::min(end + 1, columns.size()));
        if (word == "+" || word == "-") {
            next.sign = word == "+" ? 1 : -1;
            continue;
        }
        next.side = take(word, "in.") ? Term::Side::In : take(word, "out.") ? Term::Side::Out : Term::Side::Both;
        next.level = take(word, "rated.")  ? Term::Level::Rated
                     : take(word, "this.") ? Term::Level::This
                                           : Term::Level::Any;
        next.column = word;
        terms.push_back(next);
        next = {};
    }
    return terms;
}

ShapePtr shape_of(const Report& report, const std::vector<std::string>& levels, const model::ServiceLevel& service) {
    auto shape = std::make_shared<Shape>();
    shape->report = &report;
    for (const auto& measure : report.measures) {
        add(*shape, measure);
        if (report.besides == Besides::ServiceLevel && measure.key == "abandoned") {
            add_service(*shape, service);
        }
    }
    if (report.besides == Besides::Levels) {
        add_levels(*shape, levels);
    }
    for (auto& each : shape->measures) {
        each.sum_at = shape->find(each.measure.sum).value_or(0);
        each.over_at = shape->find(each.measure.over).value_or(0);
    }
    return shape;
}

// From one level to the next by the index: the sums are not walked for it.
Result<std::vector<std::string>> levels_of(db::Connection& connection, std::int64_t tenant,
                                           const model::SurveyOptions& survey) {
    std::vector<std::string> levels;
    for (const auto& level : survey.level) {
        levels.push_back(level.name);
    }
    YH_CHECK(connection.each<std::string>(
        "WITH RECURSIVE known(level) AS (SELECT MIN(level) FROM survey_days WHERE tenant_id = ? UNION ALL SELECT "
        "(SELECT MIN(survey_days.level) FROM survey_days WHERE survey_days.tenant_id = ? AND survey_days.level > "
        "known.level) FROM known WHERE known.level IS NOT NULL) SELECT level FROM known WHERE level IS NOT NULL AND "
        "level <> ''",
        [&](std::string&& level) {
            if (std::ranges::find(levels, level) == levels.end()) {
                levels.push_back(std::move(level));
            }
        },
        tenant, tenant));
    return levels;
}

}  // namespace yh::office::reports
