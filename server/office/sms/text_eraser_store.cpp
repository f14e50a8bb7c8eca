#include "office/sms/text_eraser.h"

namespace yh::office::sms {

namespace {

Result<std::vector<ErasedCount>> count_texts(db::Connection& connection, const EraseSpan& span) {
    return count_each(connection, span,
                      {{"texts",
                        "SELECT COUNT(*) FROM sms_messages WHERE tenant_id = ? AND created_at_ms < ? AND state NOT IN "
                        "('queued', 'sending')"}});
}

Result<Erased> erase_texts(db::Connection& connection, const EraseSpan& span, std::int64_t most) {
    return erase_each(connection, span, most,
                      "SELECT id FROM sms_messages WHERE tenant_id = ? AND created_at_ms < ? AND state NOT IN "
                      "('queued', 'sending') ORDER BY created_at_ms, id LIMIT ?",
                      {"DELETE FROM sms_messages WHERE id = ?"});
}

}  // namespace

constinit const Eraser text_eraser{DataKind::Texts, false, &count_texts, &erase_texts};

}  // namespace yh::office::sms
