#include "office/messages/message_store.h"

namespace yh::office::messages {

namespace {

struct MessageRow {
    MessageId id;
    model::TenantId tenant_id;
    model::UserId user_id;
    MessageKind kind = MessageKind::Reminder;
    std::string text;
    std::int64_t about_id = 0;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (), (id, tenant_id, user_id, kind, text, about_id, created_at_ms))

}  // namespace

Result<void> save_message(db::Connection& connection, IdMaker& ids, const NewMessage& message, std::int64_t now_ms) {
    return connection.insert("system_messages", MessageRow{ids.make<MessageId>(now_ms), message.tenant, message.user,
                                                           message.kind, message.text, message.about, now_ms});
}

Result<void> save_alert(db::Connection& connection, IdMaker& ids, const std::vector<model::UserId>& people,
                        const std::string& text, std::int64_t now_ms) {
    for (const auto person : people) {
        YH_TRY(const auto tenant, connection.row<model::TenantId>("SELECT tenant_id FROM users WHERE id = ?", person));
        if (tenant) {
            YH_CHECK(save_message(connection, ids, {*tenant, person, MessageKind::Alert, text, 0}, now_ms));
        }
    }
    return {};
}

Result<std::vector<SystemMessage>> list_messages(db::Connection& connection, const people::SignedIn& who) {
    return connection.rows<SystemMessage>(
        "SELECT id, kind, text, about_id AS about, created_at_ms, read_at_ms IS NOT NULL AS \"read\" FROM "
        "system_messages WHERE user_id = ? ORDER BY created_at_ms DESC, id DESC LIMIT 200",
        who.user);
}

Result<void> mark_read(db::Connection& connection, const people::SignedIn& who, std::int64_t now_ms) {
    return connection.change("UPDATE system_messages SET read_at_ms = ? WHERE user_id = ? AND read_at_ms IS NULL",
                             now_ms, who.user);
}

}  // namespace yh::office::messages
