#include "office/customers/privacy/person_traces.h"

#include "office/customers/pools/object_action.h"
#include "office/lists/where.h"

namespace yh::office::customers {

namespace {

// As it was typed, with or without what people put between the digits.
constexpr std::string_view with_number =
    " FROM form_drafts WHERE user_id IN (SELECT id FROM users WHERE tenant_id = ?) AND REPLACE(REPLACE(document, ' ', "
    "''), '-', '') LIKE ? ESCAPE '!'";

struct ActionRow {
    std::int64_t id = 0;
    std::vector<ActionFailure> failures;
};
BOOST_DESCRIBE_STRUCT(ActionRow, (), (id, failures))

/// Which of many an action failed with names them. Actions are kept for some days, and few.
Result<void> erase_failures(db::Connection& connection, const PersonSpan& span, std::int64_t card) {
    YH_TRY(auto actions,
           connection.rows<ActionRow>(
               "SELECT id, failures FROM object_actions WHERE tenant_id = ? AND failures LIKE ? ESCAPE '!'",
               span.tenant, lists::anywhere('"' + std::to_string(card) + '"')));
    for (auto& action : actions) {
        std::erase_if(action.failures, [card](const ActionFailure& one) { return one.id.value == card; });
        YH_CHECK(
            connection.run("UPDATE object_actions SET failures = ? WHERE id = ?", to_json(action.failures), action.id));
    }
    return {};
}

}  // namespace

Result<std::int64_t> count_drafts(db::Connection& connection, const PersonSpan& span) {
    return connection.one<std::int64_t>(std::string{"SELECT COUNT(*)"} + std::string{with_number}, span.tenant,
                                        lists::anywhere(span.number));
}

Result<std::vector<PersonDraft>> read_drafts(db::Connection& connection, const PersonSpan& span) {
    return connection.rows<PersonDraft>(
        "SELECT saved_at_ms, COALESCE((SELECT name FROM users WHERE users.id = form_drafts.user_id), '') AS agent, "
        "document AS written" +
            std::string{with_number} + " ORDER BY saved_at_ms",
        span.tenant, lists::anywhere(span.number));
}

Result<void> erase_drafts(db::Connection& connection, const PersonSpan& span) {
    return connection.change(std::string{"DELETE"} + std::string{with_number}, span.tenant,
                             lists::anywhere(span.number));
}

Result<void> erase_traces(db::Connection& connection, const PersonSpan& span, std::int64_t card) {
    YH_CHECK(erase_failures(connection, span, card));
    // A draft is kept under what it is about, with the card's id in it.
    YH_CHECK(connection.run(
        "DELETE FROM form_drafts WHERE user_id IN (SELECT id FROM users WHERE tenant_id = ?) AND about LIKE ? ESCAPE "
        "'!'",
        span.tenant, lists::anywhere(std::to_string(card))));
    return connection.change(
        "DELETE FROM system_messages WHERE tenant_id = ? AND ((kind = 'pool' AND about_id = ?) OR (kind = 'reminder' "
        "AND about_id IN (SELECT id FROM tasks WHERE customer_id = ?)))",
        span.tenant, card, card);
}

}  // namespace yh::office::customers
