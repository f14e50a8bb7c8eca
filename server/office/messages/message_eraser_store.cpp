#include "office/messages/message_eraser.h"

namespace yh::office::messages {

namespace {

Result<std::vector<ErasedCount>> count_messages(db::Connection& connection, const EraseSpan& span) {
    return count_each(
        connection, span,
        {{"system_messages", "SELECT COUNT(*) FROM system_messages WHERE tenant_id = ? AND created_at_ms < ?"}});
}

Result<Erased> erase_messages(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    return erase_each(connection, span, most,
                      "SELECT id FROM system_messages WHERE tenant_id = ? AND created_at_ms < ? ORDER BY "
                      "created_at_ms, id LIMIT ?",
                      {"DELETE FROM system_messages WHERE id = ?"});
}

}  // namespace

constinit const Eraser message_eraser{DataKind::SystemMessages, false, &count_messages, &erase_messages};

}  // namespace yh::office::messages
