#include "office/sms/sms_list.h"

#include <array>

namespace yh::office::sms {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;
using lists::WordTitle;

constexpr std::array states{WordTitle{"queued", "未发送"}, WordTitle{"sending", "发送中"},
                            WordTitle{"sent", "发送成功"}, WordTitle{"failed", "发送失败"},
                            WordTitle{"unknown", "结果未知"}};

constexpr std::array columns{
    Column{"created_at_ms", {"提交时间", "Submitted"}, "sms_messages.created_at_ms", Kind::Time},
    Column{"number", {"接收号码", "To"}, "sms_messages.number", Kind::Telephone},
    Column{"text", {"内容", "Text"}, "sms_messages.text"},
    Column{"template", {"模板", "Template"}, "sms_messages.template"},
    Column{"segments", {"条数", "Segments"}, "sms_messages.segments", Kind::Number},
    Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
    Column{"agent_name", {"发送人", "Sent by"}, "COALESCE(users.name, '')"},
    Column{
        .key = "state", .title = {"结果", "Result"}, .sql = "sms_messages.state", .kind = Kind::Word, .words = states},
    Column{"detail", {"网关答复", "Gateway"}, "sms_messages.detail"},
    Column{"ended_at_ms", {"完成时间", "Finished"}, "sms_messages.ended_at_ms", Kind::Time},
    Column{"call", {"通话编号", "Call id"}, "sms_messages.call_id", Kind::Id},
    Column{"id", {"编号", "Id"}, "sms_messages.id", Kind::Id},
    Column{.key = "reason", .sql = "sms_messages.reason", .shown = false},
};

constexpr std::array filters{
    Filter{.key = "state",
           .kind = FilterKind::Word,
           .clause = "sms_messages.state = ?",
           .check = lists::is_word<SmsState>},
    Filter{"agent", FilterKind::Person, "users.number = ?"},
    Filter{"number", FilterKind::Telephone, "sms_messages.number"},
};

constinit const lists::List sms_list{.name = "sms",
                                     .title = {"短信记录", "Texts that were sent"},
                                     .permission = people::rights::see_sms,
                                     .from = "sms_messages LEFT JOIN users ON users.id = sms_messages.user_id",
                                     .tenant = "sms_messages.tenant_id",
                                     .scope = {.person = "sms_messages.user_id", .queue = {}},
                                     .time = "sms_messages.created_at_ms",
                                     .id = "sms_messages.id",
                                     .columns = columns,
                                     .filters = filters,
                                     .customer = "number"};

}  // namespace

lists::Listing<SmsView> sms_listing() {
    return {sms_list};
}

}  // namespace yh::office::sms
