#include "office/lists/where.h"

namespace yh::office::lists {

void Where::add_scope(const people::ScopeClause& scope) {
    if (scope.sql.empty()) {
        return;
    }
    add(scope.sql);
    for (const auto value : scope.values) {
        params.push_back(own(value));
    }
}

void Where::add_bound(std::string_view clause, const db::Param& value, const people::SignedIn& who) {
    add(bound(clause, value, who, params));
}

std::string bound(std::string_view clause, const db::Param& value, const people::SignedIn& who, db::Params& params) {
    constexpr std::string_view tenant = "{tenant}";
    constexpr std::string_view me = "{me}";
    std::string sql;
    while (!clause.empty()) {
        if (clause.front() == '?') {
            params.push_back(value);
        } else if (clause.starts_with(tenant)) {
            params.push_back(db::Param::integer(who.tenant.value));
            clause.remove_prefix(tenant.size() - 1);
        } else if (clause.starts_with(me)) {
            params.push_back(db::Param::integer(who.user.value));
            clause.remove_prefix(me.size() - 1);
        } else {
            sql += clause.front();
            clause.remove_prefix(1);
            continue;
        }
        sql += '?';
        clause.remove_prefix(1);
    }
    return sql;
}

std::string anywhere(std::string_view part) {
    std::string pattern = "%";
    for (const char c : part) {
        if (c == '%' || c == '_' || c == '!') {
            pattern += '!';
        }
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace yh::office::lists
