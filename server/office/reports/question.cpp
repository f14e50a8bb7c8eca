#include "office/reports/question.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "office/lists/pool_hiding.h"
#include "office/rollups/local_time.h"

namespace yh::office::reports {

namespace {

struct Named {
    std::int64_t id = 0;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, number))

/// The ids of these numbers. Somebody may have left, and another have the number now: both are meant.
Result<std::vector<std::int64_t>> ids_of(db::Connection& connection, std::string_view table, std::string_view column,
                                         std::int64_t tenant, const std::vector<std::string>& numbers,
                                         std::string_view unknown) {
    std::vector<std::int64_t> ids;
    for (const auto& number : numbers) {
        if (table == "queues" && number == "DOUT") {
            ids.push_back(0);
            continue;
        }
        const auto before = ids.size();
        YH_TRY(const auto found,
               connection.rows<std::int64_t>(
                   fmt::format("SELECT id FROM {} WHERE tenant_id = ? AND {} = ?", table, column), tenant, number));
        ids.insert(ids.end(), found.begin(), found.end());
        if (ids.size() == before) {
            return Error{ErrorKind::InvalidInput, unknown, number};
        }
    }
    return ids;
}

Result<model::TimeZone> zone_of(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto name, connection.row<std::string>("SELECT zone FROM tenants WHERE id = ?", tenant));
    return model::TimeZone::load(name.value_or("Asia/Shanghai"));
}

Result<void> check_sort(const Question& question) {
    std::string_view key = question.asked.sort;
    key.remove_prefix(key.starts_with('-') ? 1 : 0);
    const bool by_row = key == "period" || key == "name" || key == "number";
    // The order of hidden numbers would tell of them.
    const auto& reader = question.asked.reader;
    if (by_row && key != "period" && question.report().rows == Rows::Number &&
        (reader.mask.hides() || lists::some_are_hidden(reader))) {
        return Error{ErrorKind::Forbidden, "field.hidden", std::string{key}};
    }
    const auto at = question.shape->find(key);
    const bool known = key.empty() || by_row || (at && question.shape->measures[*at].measure.shown);
    return known ? Result<void>{} : Result<void>{invalid_input("sort.unknown", std::string{key})};
}

}  // namespace

Result<Question> resolve(db::Connection& connection, const AskedReport& asked, std::int64_t now_ms) {
    Question question;
    question.asked = asked;
    question.now_ms = now_ms;
    const auto tenant = asked.reader.who.tenant.value;
    std::vector<std::string> levels;
    if (asked.report->besides == Besides::Levels) {
        YH_TRY(levels, levels_of(connection, tenant, asked.survey));
    }
    question.shape = shape_of(*asked.report, levels, asked.service_level);
    YH_CHECK(check_sort(question));
    YH_TRY(question.zone, zone_of(connection, tenant));
    question.today = rollups::local_hour(now_ms, question.zone).day;
    question.from_day = asked.from_day.value_or(question.today);
    question.to_day = asked.to_day.value_or(question.today);
    question.from_ms = rollups::day_begins_ms(question.from_day, question.zone);
    question.to_ms = rollups::day_begins_ms(rollups::day_after(question.to_day), question.zone);
    YH_TRY(question.of.agents, ids_of(connection, "users", "number", tenant, asked.agents, "agent.unknown"));
    YH_TRY(question.of.queues, ids_of(connection, "queues", "number", tenant, asked.queues, "queue.unknown"));
    YH_TRY(question.of.departments,
           ids_of(connection, "departments", "code", tenant, asked.departments, "department.unknown"));
    return question;
}

bool needs_stories(const Question& question, Table table) {
    const auto data = question.who().data();
    switch (table) {
        case Table::AgentDays:
        case Table::SurveyDays:
            return !question.asked.number.empty();
        case Table::DepartmentDays:
        case Table::CallHours:
        case Table::QueueHours:
            return !question.asked.number.empty() || !question.of.agents.empty() || data == people::DataScope::Own;
        case Table::DialledNumbers:
            return data != people::DataScope::All;
        case Table::AgentStateHours:
        case Table::None:
            return false;
    }
    return false;
}

std::int64_t period_of(Period period, std::int64_t day, std::int64_t hour) {
    switch (period) {
        case Period::None:
            break;
        case Period::Hour:
            return hour;
        case Period::Day:
            return day;
        case Period::Month:
            return day / 100;
        case Period::Year:
            return day / 10000;
    }
    return 0;
}

}  // namespace yh::office::reports
