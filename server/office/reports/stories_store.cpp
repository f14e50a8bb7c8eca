#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_set>

#include "office/lists/list_store.h"
#include "office/people/chart.h"
#include "office/people/scope.h"
#include "office/reports/question.h"
#include "office/rollups/story_store.h"
#include "office/rollups/sums.h"
#include "office/rollups/tally.h"

// Reports from the facts: by the same tally as the sums, of those calls that are left (docs/decisions/0018).
namespace yh::office::reports {

namespace {

using Ids = std::unordered_set<std::int64_t>;

/// Whose rows `who` may see: what read_sums says in SQL.
struct Seen {
    people::DataScope data = people::DataScope::Own;
    std::int64_t me = 0;
    Ids queues;
    Ids members;
    Ids managed;
    Ids departments;

    bool by_agent(std::int64_t agent, std::int64_t queue) const {
        if (data == people::DataScope::All || agent == me) {
            return true;
        }
        return data == people::DataScope::Led &&
               (queues.contains(queue) || (queue == 0 && members.contains(agent)) || managed.contains(agent));
    }
    bool by_department(std::int64_t queue, std::int64_t department) const {
        return data != people::DataScope::Led || queues.contains(queue) || departments.contains(department);
    }
};

Result<Ids> ids_in(db::Connection& connection, const people::ScopeClause& clause) {
    Ids ids;
    if (clause.sql.empty()) {
        return ids;
    }
    db::Params params;
    for (const auto value : clause.values) {
        params.push_back(db::Param::integer(value));
    }
    YH_CHECK(connection.each<std::int64_t>(
        fmt::format("SELECT id FROM users WHERE id IN {}", clause.sql), [&](std::int64_t&& id) { ids.insert(id); },
        params));
    return ids;
}

Result<Seen> seen_by(db::Connection& connection, const people::SignedIn& who) {
    Seen seen;
    seen.data = who.data();
    seen.me = who.user.value;
    if (seen.data != people::DataScope::Led) {
        return seen;
    }
    YH_CHECK(connection.each<std::int64_t>(
        "SELECT queue_id FROM queue_leaders WHERE user_id = ?", [&](std::int64_t&& id) { seen.queues.insert(id); },
        seen.me));
    YH_TRY(seen.members, ids_in(connection, people::members_led(who)));
    YH_TRY(seen.managed, ids_in(connection, people::people_managed(who)));
    if (who.managed) {
        seen.departments.insert(who.managed->departments.begin(), who.managed->departments.end());
    }
    return seen;
}

bool among(const std::vector<std::int64_t>& ids, std::int64_t id) {
    return ids.empty() || std::ranges::find(ids, id) != ids.end();
}

template <class Row>
bool is_seen(const Row& row, const Seen& seen) {
    if constexpr (requires {
                      row.agent_id;
                      row.queue_id;
                  }) {
        return seen.by_agent(row.agent_id, row.queue_id);
    } else if constexpr (requires { row.agent_id; }) {
        // States belong to no queue: of members all that they did is seen.
        return seen.by_agent(row.agent_id, 0);
    } else if constexpr (requires {
                             row.department_id;
                             row.queue_id;
                         }) {
        return seen.by_department(row.queue_id, row.department_id);
    } else if constexpr (requires { row.queue_id; }) {
        return seen.by_department(row.queue_id, 0);
    } else {
        return true;  // numbers: the calls were chosen by scope
    }
}

template <class Row>
bool is_asked(const Row& row, const Question& question) {
    const auto& of = question.of;
    if (row.day < question.from_day || row.day > question.to_day) {
        return false;
    }
    if constexpr (requires { row.agent_id; }) {
        if (!among(of.agents, row.agent_id)) {
            return false;
        }
    }
    if constexpr (requires { row.department_id; }) {
        if (!among(of.departments, row.department_id)) {
            return false;
        }
    }
    if constexpr (requires { row.queue_id; }) {
        if (!among(of.queues, row.queue_id)) {
            return false;
        }
    }
    if constexpr (requires { row.level; }) {
        return question.report().rows != Rows::Level || !row.level.empty();
    }
    return true;
}

template <class Row>
CellKey key_of(const Row& row, const Question& question) {
    CellKey key;
    std::int64_t hour = 0;
    if constexpr (requires { row.hour; }) {
        hour = row.hour;
    }
    key.period = period_of(question.asked.period, row.day, hour);
    const auto rows = question.report().rows;
    if constexpr (requires { row.agent_id; }) {
        key.id = rows == Rows::Agent ? row.agent_id : key.id;
    }
    if constexpr (requires { row.department_id; }) {
        key.id = rows == Rows::Department ? row.department_id : key.id;
    }
    if constexpr (requires { row.queue_id; }) {
        key.id = rows == Rows::Queue ? row.queue_id : key.id;
    }
    if constexpr (requires { row.level; }) {
        key.text = rows == Rows::Level ? row.level : key.text;
    }
    if constexpr (requires { row.number; }) {
        key.text = rows == Rows::Number ? row.number : key.text;
    }
    return key;
}

template <class Row>
std::int64_t value_of(const Row& row, const Term& term, const std::string& level) {
    if constexpr (requires {
                      row.inbound == true;
                      row.calls;
                  }) {
        if (term.side != Term::Side::Both && row.inbound != (term.side == Term::Side::In)) {
            return 0;
        }
    }
    if constexpr (requires { row.level; }) {
        if ((term.level == Term::Level::Rated && row.level.empty()) ||
            (term.level == Term::Level::This && row.level != level)) {
            return 0;
        }
    }
    std::int64_t value = 0;
    for_each_field(row, [&](std::string_view name, const auto& field) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, std::int64_t>) {
            value = name == term.column ? field : value;
        }
    });
    return value * term.sign;
}

template <class Row>
constexpr Table table_of() {
    return std::is_same_v<Row, rollups::AgentDay>         ? Table::AgentDays
           : std::is_same_v<Row, rollups::AgentStateHour> ? Table::AgentStateHours
           : std::is_same_v<Row, rollups::DepartmentDay>  ? Table::DepartmentDays
           : std::is_same_v<Row, rollups::CallHour>       ? Table::CallHours
           : std::is_same_v<Row, rollups::QueueHour>      ? Table::QueueHours
           : std::is_same_v<Row, rollups::SurveyDay>      ? Table::SurveyDays
                                                          : Table::DialledNumbers;
}

void add_rows(const Question& question, const Seen& seen, const rollups::Sums& sums, const std::vector<Table>& tables,
              Cells& cells) {
    const auto& measures = question.shape->measures;
    sums.each_table([&](const auto& rows) {
        using Row = typename std::remove_cvref_t<decltype(rows.all())>::mapped_type;
        constexpr auto table = table_of<Row>();
        if (std::ranges::find(tables, table) == tables.end()) {
            return;
        }
        for (const auto& [key, row] : rows.all()) {
            if (!is_asked(row, question) || !is_seen(row, seen)) {
                continue;
            }
            auto& cell = cells[key_of(row, question)];
            cell.resize(measures.size());
            for (std::size_t at = 0; at < measures.size(); ++at) {
                if (measures[at].measure.table != table) {
                    continue;
                }
                for (const auto& term : measures[at].terms) {
                    cell[at] += value_of(row, term, measures[at].level);
                }
            }
        }
    });
}

// The conditions of lists, so that a number finds in a report what it finds in the list of calls.
constexpr std::array filters{lists::Filter{
    .key = "number", .kind = lists::FilterKind::Telephone, .clause = "calls.customer_number", .numbers_known = true}};
constinit const lists::List story_list{
    .name = "stories",
    .title = {"通话", "Calls"},
    .permission = people::rights::see_reports,
    .from = "calls",
    .tenant = "calls.tenant_id",
    .scope = {.person = dialled_by, .queue = "calls.queue_id", .own = own_calls, .own_values = 1},
    .time = "calls.started_at_ms",
    .id = "calls.id",
    .filters = filters};

lists::Where calls_of(const Question& question, const std::vector<Table>& tables) {
    lists::Asked asked;
    asked.reader = question.asked.reader;
    asked.from_ms = question.from_ms;
    asked.to_ms = question.to_ms;
    if (!question.asked.number.empty()) {
        asked.conditions.push_back({&filters.front(), question.asked.number});
    }
    const auto has = [&](Table table) { return std::ranges::find(tables, table) != tables.end(); };
    // Of the others each row is looked at: what a call meant to one's own people may stand in somebody else's call.
    if (!has(Table::DialledNumbers)) {
        asked.narrowing.sql = question.who().data() == people::DataScope::Own ? std::string{own_calls} : "1 = 1";
        if (question.who().data() == people::DataScope::Own) {
            asked.narrowing.params.push_back(db::Param::integer(question.who().user.value));
        }
    }
    auto where = lists::where_of(story_list, asked);
    if (!question.of.agents.empty()) {
        const auto when = fmt::format(" AND call_people.started_at_ms >= {} AND call_people.started_at_ms < {}",
                                      question.from_ms, question.to_ms);
        where.add(had_part(question.of.agents, when));
    }
    return where;
}

}  // namespace

Result<void> read_stories(db::Connection& connection, const Question& question, const std::vector<Table>& tables,
                          Cells& cells) {
    YH_TRY(const auto seen, seen_by(connection, question.who()));
    rollups::Sums sums;
    YH_CHECK(
        rollups::each_story(connection, calls_of(question, tables), rollups::WithStates::No,
                            [&](const rollups::CallStory& story) { rollups::add_call(sums, story, question.zone); }));
    add_rows(question, seen, sums, tables, cells);
    return {};
}

Result<void> read_lasting(db::Connection& connection, const Question& question, Cells& cells) {
    if (question.now_ms < question.from_ms || question.today > question.to_day) {
        return {};
    }
    YH_TRY(const auto seen, seen_by(connection, question.who()));
    rollups::Sums sums;
    YH_CHECK(rollups::each_stretch(connection, question.who().tenant.value, question.from_ms, question.to_ms,
                                   rollups::Stretches::Lasting, [&](const rollups::StateStretch& stretch) {
                                       rollups::add_stretch(sums, stretch, question.zone, question.now_ms);
                                   }));
    add_rows(question, seen, sums, {Table::AgentStateHours}, cells);
    return {};
}

}  // namespace yh::office::reports
