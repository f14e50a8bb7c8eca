#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "office/people/identity.h"

// U19 as SQL, the one place that decides for everything stored: one sees one's own; with the data scope `led` besides
// it what belongs to the queues one leads, what their members did outside of all queues, and what the people of the
// departments one manages did; with `all` everything of the company. What a member does for a queue of other leaders is
// theirs: so nothing but one's own remains of a queue one led once (R094). For what is live: supervision/live_scope.h.
namespace yh::office::people {

/// One condition and its values, in their order.
struct ScopeClause {
    std::string sql;  ///< empty: everything of the company
    std::vector<std::int64_t> values;
};

/// Who an agent of a row is, and which queue it belongs to, as SQL expressions. `own` is a further condition under
/// which the row is one's own, with a `?` for one's id each time; any of them may be empty.
struct ScopeColumns {
    std::string_view person;
    std::string_view queue;
    std::string_view own{};
    int own_values = 0;
};

/// "(… OR …)". The tenant is the caller's to add.
ScopeClause scope_clause(const SignedIn& who, const ScopeColumns& columns);

/// The ids of the users whom `who` sees beside himself: "(SELECT …)" for an IN, with its values. Not for `all`.
ScopeClause people_led(const SignedIn& who);
/// Their parts: who is a member of a queue that `who` leads, and who belongs to a department he manages (none: empty).
ScopeClause members_led(const SignedIn& who);
ScopeClause people_managed(const SignedIn& who);

}  // namespace yh::office::people
