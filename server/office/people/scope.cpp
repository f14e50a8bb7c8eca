#include "office/people/scope.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "office/people/chart.h"

namespace yh::office::people {

// Membership counts while it lasts: of somebody who left the queue, or the company, only what came through the queue
// is still to be seen, and never direct outbound (R094).
ScopeClause members_led(const SignedIn& who) {
    return {
        "(SELECT queue_members.user_id FROM queue_members JOIN queue_leaders ON queue_leaders.queue_id = "
        "queue_members.queue_id JOIN users AS member_facts ON member_facts.id = queue_members.user_id AND "
        "member_facts.status = 'active' WHERE queue_leaders.user_id = ?)",
        {who.user.value}};
}

ScopeClause people_managed(const SignedIn& who) {
    ScopeClause clause;
    if (who.managed) {
        clause.values = who.managed->departments;
        clause.sql = fmt::format("(SELECT id FROM users WHERE status = 'active' AND department_id IN ({}))",
                                 fmt::join(std::vector<std::string_view>(clause.values.size(), "?"), ", "));
    }
    return clause;
}

ScopeClause people_led(const SignedIn& who) {
    auto clause = members_led(who);
    if (const auto managed = people_managed(who); !managed.sql.empty()) {
        clause.sql.back() = ' ';
        clause.sql += "UNION " + managed.sql.substr(1);
        clause.values.insert(clause.values.end(), managed.values.begin(), managed.values.end());
    }
    return clause;
}

ScopeClause scope_clause(const SignedIn& who, const ScopeColumns& columns) {
    ScopeClause clause;
    if (who.data() == DataScope::All) {
        return clause;
    }
    const auto or_where = [&](std::string_view condition, const std::vector<std::int64_t>& values) {
        clause.sql += clause.sql.empty() ? "(" : " OR ";
        clause.sql += condition;
        clause.values.insert(clause.values.end(), values.begin(), values.end());
    };
    const auto me = who.user.value;
    if (!columns.person.empty()) {
        or_where(fmt::format("{} = ?", columns.person), {me});
    }
    if (!columns.own.empty()) {
        or_where(columns.own, std::vector<std::int64_t>(static_cast<std::size_t>(columns.own_values), me));
    }
    if (who.data() == DataScope::Led) {
        if (!columns.queue.empty()) {
            or_where(fmt::format("{} IN (SELECT queue_id FROM queue_leaders WHERE user_id = ?)", columns.queue), {me});
        }
        if (!columns.person.empty()) {
            const auto members = members_led(who);
            or_where(columns.queue.empty()
                         ? fmt::format("{} IN {}", columns.person, members.sql)
                         : fmt::format("({} IS NULL AND {} IN {})", columns.queue, columns.person, members.sql),
                     members.values);
            if (const auto managed = people_managed(who); !managed.sql.empty()) {
                or_where(fmt::format("{} IN {}", columns.person, managed.sql), managed.values);
            }
        }
    }
    clause.sql += clause.sql.empty() ? "1 = 0" : ")";
    return clause;
}

}  // namespace yh::office::people
