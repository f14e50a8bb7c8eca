#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "db/connection.h"
#include "office/people/scope.h"

namespace yh::office::lists {

/// A WHERE clause and its values, grown together.
struct Where {
    std::string sql;
    db::Params params;

    template <class... Args>
    void add(std::string_view clause, const Args&... args) {
        sql += sql.empty() ? " WHERE " : " AND ";
        sql += clause;
        (params.push_back(own(args)), ...);
    }

    /// Whose rows these may be; nothing to add when all are.
    void add_scope(const people::ScopeClause& scope);
    /// `bound`, as one more condition.
    void add_bound(std::string_view clause, const db::Param& value, const people::SignedIn& who);

  private:
    // Conditions are gone before the statement runs: text is kept here.
    static db::Param own(const std::string& text) { return db::Param::own_text(text); }
    static db::Param own(std::int64_t number) { return db::Param::integer(number); }
};

/// A clause of ours with its values: each ? stands for `value`, {tenant} and {me} for who asks.
std::string bound(std::string_view clause, const db::Param& value, const people::SignedIn& who, db::Params& params);

/// A pattern for LIKE … ESCAPE '!' that finds `part` anywhere.
std::string anywhere(std::string_view part);

}  // namespace yh::office::lists
