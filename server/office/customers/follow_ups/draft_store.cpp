#include "office/customers/follow_ups/draft_store.h"

#include <algorithm>
#include <cctype>

namespace yh::office::customers {

namespace {

constexpr std::int64_t thirty_days_ms = 30LL * 24 * 60 * 60 * 1000;

struct DraftRow {
    std::int64_t user_id = 0;
    std::string about;
    JsonValue document;
    std::int64_t saved_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(DraftRow, (), (user_id, about, document, saved_at_ms))

}  // namespace

bool is_about(std::string_view about) {
    constexpr std::size_t longest = 60;
    return !about.empty() && about.size() <= longest && std::ranges::all_of(about, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
    });
}

Result<bool> keep_draft(db::Connection& connection, const people::SignedIn& who, const FormDraft& draft) {
    YH_CHECK(connection.upsert("form_drafts", DraftRow{who.user.value, draft.about, draft.document, draft.saved_at_ms},
                               {"user_id", "about"}));
    YH_CHECK(connection.run("DELETE FROM form_drafts WHERE saved_at_ms < ?", draft.saved_at_ms - thirty_days_ms));
    YH_CHECK(
        connection.run("DELETE FROM form_drafts WHERE user_id = ? AND about NOT IN (SELECT about FROM form_drafts "
                       "WHERE user_id = ? ORDER BY saved_at_ms DESC, about LIMIT 50)",
                       who.user, who.user));
    return true;
}

Result<bool> drop_draft(db::Connection& connection, const people::SignedIn& who, const std::string& about) {
    YH_CHECK(connection.run("DELETE FROM form_drafts WHERE user_id = ? AND about = ?", who.user, about));
    return true;
}

Result<std::vector<FormDraft>> drafts_of(db::Connection& connection, const people::SignedIn& who) {
    return connection.rows<FormDraft>(
        "SELECT about, document, saved_at_ms FROM form_drafts WHERE user_id = ? ORDER BY saved_at_ms DESC, about LIMIT "
        "50",
        who.user);
}

}  // namespace yh::office::customers
