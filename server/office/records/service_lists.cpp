#include "office/records/service_lists.h"

#include <array>

namespace yh::office::records {

namespace {

using lists::Choice;
using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

// Queue and person stand in most lists in the same words.
constexpr Column queue_column{"queue", {"队列号", "Queue"}, "COALESCE(queues.number, '')"};
constexpr Column queue_name_column{"queue_name", {"队列", "Queue name"}, "COALESCE(queues.name, '')"};
constexpr Column agent_column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"};
constexpr Column agent_name_column{"agent_name", {"坐席", "Agent name"}, "COALESCE(users.name, '')"};
constexpr Column number_column{"number", {"客户号码", "Customer"}, "item.number", Kind::Telephone};
constexpr Column region_column{"region", {"归属地", "Region"}, "item.number", Kind::Region};
constexpr Column id_column{"id", {"编号", "Id"}, "item.id", Kind::Id};
constexpr Column call_column{"call", {"通话编号", "Call id"}, "item.call_id", Kind::Id};
// What was talked in the same call: played from the row (R103).
constexpr Column recording_column{.key = "recording",
                                  .sql =
                                      "(SELECT MIN(recordings.id) FROM recordings WHERE recordings.call_id = "
                                      "item.call_id AND recordings.voicemail = FALSE)",
                                  .shown = false};

constexpr Filter queue_filter{"queue", FilterKind::Text,
                              "item.queue_id = (SELECT id FROM queues WHERE number = ? AND tenant_id = {tenant})"};
constexpr Filter agent_filter{"agent", FilterKind::Person,
                              "item.agent_id = (SELECT id FROM users WHERE number = ? AND tenant_id = {tenant})"};
constexpr Filter number_filter{"number", FilterKind::Telephone, "item.number"};
constexpr Filter call_filter{"call", FilterKind::Number, "item.call_id = ?"};

// What waits in a queue is seen by its members; a direct call belongs to no queue, but to whoever it rang for.
constexpr people::ScopeColumns seen_by_members(std::string_view person) {
    return {.person = person,
            .queue = "item.queue_id",
            .own =
                "item.queue_id IN (SELECT queue_id FROM queue_members WHERE user_id = ?) OR (item.queue_id IS NULL "
                "AND EXISTS (SELECT 1 FROM call_legs WHERE call_legs.call_id = item.call_id AND call_legs.user_id = "
                "?))",
            .own_values = 2};
}

constexpr std::array voicemail_columns{
    Column{"left_at_ms", {"留言时间", "Left"}, "item.left_at_ms", Kind::Time},
    number_column,
    Column{"called_number", {"被叫号码", "Called"}, "COALESCE(calls.called_number, '')", Kind::Dialled},
    queue_column,
    queue_name_column,
    agent_column,
    agent_name_column,
    Column{"duration_ms", {"时长秒", "Length s"}, "recordings.duration_ms", Kind::Milliseconds},
    Column{"listened", {"已听", "Listened"}, "item.listened_at_ms IS NOT NULL", Kind::YesNo, "item.listened_at_ms"},
    Column{"listened_at_ms", {"收听时间", "Listened at"}, "item.listened_at_ms", Kind::Time},
    Column{"listened_by",
           {"收听人", "Listened by"},
           "COALESCE((SELECT number FROM users AS heard WHERE heard.id = item.listened_by), '')"},
    call_column,
    id_column,
    Column{.key = "listened_by_name",
           .sql = "COALESCE((SELECT name FROM users AS heard WHERE heard.id = item.listened_by), '')",
           .shown = false},
    Column{.key = "size_bytes", .sql = "recordings.size_bytes", .shown = false},
    Column{.key = "failure", .sql = "recordings.failure", .shown = false}};
constexpr std::array listened_choices{Choice{"true", "item.listened_at_ms IS NOT NULL"},
                                      Choice{"false", "item.listened_at_ms IS NULL"}};
constexpr std::array voicemail_filters{queue_filter,
                                       Filter{"agent", FilterKind::Person,
                                              "item.user_id = (SELECT id FROM users WHERE number = ? AND tenant_id = "
                                              "{tenant})"},
                                       number_filter,
                                       Filter{"called_number", FilterKind::Telephone, "calls.called_number"},
                                       call_filter,
                                       Filter{"listened", FilterKind::Choice, {}, listened_choices},
                                       Filter{"min_ms", FilterKind::Number, "recordings.duration_ms >= ?"},
                                       Filter{"max_ms", FilterKind::Number, "recordings.duration_ms < ?"}};

constexpr std::array survey_columns{
    Column{"asked_at_ms", {"邀请时间", "Asked"}, "item.asked_at_ms", Kind::Time},
    Column{"number", {"客户号码", "Customer"}, "calls.customer_number", Kind::Telephone},
    Column{"direction", {"方向", "Direction"}, "calls.direction", Kind::Word},
    queue_column,
    queue_name_column,
    agent_column,
    agent_name_column,
    Column{"level", {"满意度", "Level"}, "item.level", Kind::Text, "item.level_key"},
    Column{"reason", {"原因", "Reason"}, "item.reason"},
    Column{"answered_at_ms", {"评价时间", "Rated"}, "item.answered_at_ms", Kind::Time},
    Column{"id", {"编号", "Id"}, "item.call_id", Kind::Id},
    Column{.key = "level_key", .sql = "item.level_key", .shown = false},
    Column{.key = "reason_key", .sql = "item.reason_key", .shown = false}};
constexpr std::array level_besides{Choice{"unrated", "item.level = ''"}};
constexpr std::array survey_filters{queue_filter, agent_filter,
                                    Filter{"number", FilterKind::Telephone, "calls.customer_number"}, call_filter,
                                    Filter{"level", FilterKind::Text, "item.level = ?", level_besides}};

constexpr std::array missed_columns{
    agent_column,
    agent_name_column,
    number_column,
    region_column,
    Column{"called_number", {"被叫号码", "Called"}, "item.called_number", Kind::Dialled},
    queue_column,
    queue_name_column,
    Column{"ringing_at_ms", {"振铃开始", "Ringing"}, "item.ringing_at_ms", Kind::Time},
    Column{"ended_at_ms", {"振铃结束", "Ended"}, "item.ended_at_ms", Kind::Time},
    Column{"ring_ms", {"振铃秒", "Ring s"}, "(item.ended_at_ms - item.ringing_at_ms)", Kind::Milliseconds},
    Column{"how", {"挂断状态", "How"}, "item.how", Kind::Word},
    Column{"answered", {"同事已接", "Answered"}, "calls.answered_at_ms IS NOT NULL", Kind::YesNo},
    Column{"handled", {"已处理", "Handled"}, "item.handled_at_ms IS NOT NULL", Kind::YesNo, "item.handled_at_ms"},
    Column{"handled_at_ms", {"处理时间", "Handled at"}, "item.handled_at_ms", Kind::Time},
    Column{"handled_by",
           {"处理人", "Handled by"},
           "COALESCE((SELECT number FROM users AS hand WHERE hand.id = item.handled_by), '')"},
    call_column,
    id_column,
    Column{.key = "direction", .sql = "calls.direction", .shown = false},
    recording_column};
constexpr std::array handled_choices{Choice{"true", "item.handled_at_ms IS NOT NULL"},
                                     Choice{"false", "item.handled_at_ms IS NULL"}};
constexpr std::array missed_filters{
    queue_filter,
    agent_filter,
    number_filter,
    call_filter,
    Filter{"handled", FilterKind::Choice, {}, handled_choices},
    Filter{"min_ms", FilterKind::Number, "(item.ended_at_ms - item.ringing_at_ms) >= ?"},
    Filter{"max_ms", FilterKind::Number, "(item.ended_at_ms - item.ringing_at_ms) < ?"}};

constexpr lists::WordTitle case_words[] = {{"free", "待处理"}, {"occupied", "已占有"}, {"completed", "已处理"}};
constexpr std::array lost_columns{
    Column{"lost_at_ms", {"漏话时间", "Lost"}, "item.lost_at_ms", Kind::Time},
    number_column,
    region_column,
    Column{"called_number", {"被叫号码", "Called"}, "calls.called_number", Kind::Dialled},
    queue_column,
    queue_name_column,
    Column{"calls",
           {"次数", "Calls"},
           "(SELECT COUNT(*) FROM lost_calls AS each_one WHERE each_one.case_id = item.case_id)",
           Kind::Number},
    Column{"wait_ms", {"等待秒", "Wait s"}, "calls.wait_ms", Kind::Milliseconds},
    Column{"result", {"结果", "Result"}, "calls.result", Kind::Word},
    Column{"state",
           {"处理状态", "State"},
           "CASE WHEN cases.completed_at_ms IS NOT NULL THEN 'completed' WHEN cases.owner_id IS NOT NULL THEN "
           "'occupied' ELSE 'free' END",
           Kind::Word,
           {},
           case_words},
    Column{"owner", {"占有工号", "Owner"}, "COALESCE(users.number, '')"},
    Column{"owner_name", {"占有人", "Owner name"}, "COALESCE(users.name, '')"},
    Column{"completed_at_ms", {"完成时间", "Completed"}, "cases.completed_at_ms", Kind::Time},
    Column{"id", {"编号", "Id"}, "item.call_id", Kind::Id},
    Column{.key = "opened_at_ms", .sql = "cases.opened_at_ms", .shown = false},
    Column{.key = "occupied_at_ms", .sql = "cases.occupied_at_ms", .shown = false},
    Column{.key = "mine", .sql = "(cases.owner_id IS NOT NULL AND cases.owner_id = {me})", .shown = false}};
constexpr std::array lost_choices{Choice{"free", "cases.owner_id IS NULL AND cases.completed_at_ms IS NULL"},
                                  Choice{"occupied", "cases.owner_id IS NOT NULL AND cases.completed_at_ms IS NULL"},
                                  Choice{"open", "cases.completed_at_ms IS NULL"},
                                  Choice{"completed", "cases.completed_at_ms IS NOT NULL"}};
constexpr std::array lost_filters{queue_filter,
                                  Filter{"agent", FilterKind::Person,
                                         "item.case_id IN (SELECT owned.id FROM lost_cases AS owned WHERE "
                                         "owned.tenant_id = {tenant} AND owned.owner_id = (SELECT id FROM users WHERE "
                                         "number = ? AND tenant_id = {tenant}))"},
                                  number_filter, call_filter, Filter{"state", FilterKind::Choice, {}, lost_choices}};

constexpr std::array forwarded_columns{
    Column{"answered_at_ms", {"接听时间", "Answered"}, "item.answered_at_ms", Kind::Time},
    number_column,
    Column{.key = "mobile",
           .title = {"接听手机", "Mobile"},
           .sql = "item.mobile",
           .field = people::fields::employee_mobile},
    queue_column,
    queue_name_column,
    agent_column,
    agent_name_column,
    Column{"talk_ms", {"通话秒", "Talk s"}, "item.talk_ms", Kind::Milliseconds},
    call_column,
    id_column,
    recording_column};
constexpr std::array forwarded_filters{queue_filter,
                                       agent_filter,
                                       number_filter,
                                       call_filter,
                                       Filter{"min_ms", FilterKind::Number, "item.talk_ms >= ?"},
                                       Filter{"max_ms", FilterKind::Number, "item.talk_ms < ?"}};

constexpr std::array callback_columns{
    Column{"asked_at_ms", {"预约时间", "Asked"}, "item.asked_at_ms", Kind::Time}, number_column,
    Column{"called_number", {"被叫号码", "Called"}, "item.called_number", Kind::Dialled}, queue_column,
    queue_name_column, Column{"attempts", {"回拨次数", "Attempts"}, "item.attempts", Kind::Number},
    Column{"tried_at_ms", {"上次回拨", "Tried"}, "item.tried_at_ms", Kind::Time},
    Column{"last_result", {"上次结果", "Last result"}, "item.last_result", Kind::Word},
    Column{
        "state", {"状态", "State"}, "CASE WHEN item.ended_at_ms IS NULL THEN 'open' ELSE item.result END", Kind::Word},
    agent_column, agent_name_column, Column{"ended_at_ms", {"结束时间", "Ended"}, "item.ended_at_ms", Kind::Time},
    Column{"id", {"编号", "Id"}, "item.call_id", Kind::Id},
    // What programs have sorted by before there was a state.
    Column{.key = "result", .sql = "item.result", .order = "item.result", .shown = false}};
constexpr std::array callback_choices{
    Choice{"open", "item.ended_at_ms IS NULL"}, Choice{"answered", "item.result = 'answered'"},
    Choice{"gave_up", "item.result = 'gave_up'"}, Choice{"cancelled", "item.result = 'cancelled'"}};
constexpr std::array callback_filters{queue_filter, agent_filter, number_filter, call_filter,
                                      Filter{"state", FilterKind::Choice, {}, callback_choices}};

}  // namespace

namespace service_lists {

constinit const lists::List voicemails{
    .name = "voicemails",
    .title = {"语音留言", "Messages that callers left"},
    .permission = people::rights::see_records,
    .from =
        "voicemails AS item JOIN recordings ON recordings.id = item.id AND item.deleted_at_ms IS NULL LEFT JOIN "
        "calls ON calls.id = item.call_id LEFT JOIN queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = "
        "item.user_id",
    .tenant = "item.tenant_id",
    .scope = seen_by_members("item.user_id"),
    .time = "item.left_at_ms",
    .id = "item.id",
    .columns = voicemail_columns,
    .filters = voicemail_filters,
    .customer = "number"};

// Each has its call, as those that follow: the outer join says that nobody need look for it to count them.
constinit const lists::List surveys{
    .name = "surveys",
    .title = {"满意度评价", "Satisfaction surveys"},
    .permission = people::rights::see_records,
    .from =
        "surveys AS item LEFT JOIN calls ON calls.id = item.call_id LEFT JOIN queues ON queues.id = item.queue_id LEFT "
        "JOIN users ON users.id = item.agent_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.agent_id", .queue = "item.queue_id"},
    .time = "item.asked_at_ms",
    .id = "item.call_id",
    .columns = survey_columns,
    .filters = survey_filters,
    .customer = "number"};

constinit const lists::List missed{
    .name = "missed-calls",
    .title = {"未接来电", "Rings that an agent did not answer"},
    .permission = people::rights::see_records,
    .from =
        "missed_calls AS item LEFT JOIN calls ON calls.id = item.call_id LEFT JOIN queues ON queues.id = item.queue_id "
        "LEFT JOIN users ON users.id = item.agent_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.agent_id", .queue = "item.queue_id"},
    .time = "item.ringing_at_ms",
    .id = "item.id",
    .columns = missed_columns,
    .filters = missed_filters,
    .customer = "number"};

// A case is shown as its latest call. Which cases are an agent's is asked of these alone: his own and those that nobody
// has are few, the calls that were ever lost are many.
constinit const lists::List lost{
    .name = "lost-calls",
    .title = {"漏话记录", "Numbers that nobody answered"},
    .permission = people::rights::see_records,
    .from =
        "lost_calls AS item JOIN lost_cases AS cases ON cases.id = item.case_id LEFT JOIN calls ON calls.id = "
        "item.call_id LEFT JOIN queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = cases.owner_id",
    .tenant = "item.tenant_id",
    .scope = seen_by_members("cases.owner_id"),
    .only =
        "NOT EXISTS (SELECT 1 FROM lost_calls AS later WHERE later.case_id = cases.id AND (later.lost_at_ms > "
        "item.lost_at_ms OR (later.lost_at_ms = item.lost_at_ms AND later.call_id > item.call_id)))",
    .only_own =
        "item.case_id IN (SELECT own.id FROM lost_cases AS own WHERE own.tenant_id = {tenant} AND (own.owner_id = {me} "
        "OR (own.owner_id IS NULL AND own.completed_at_ms IS NULL)))",
    .time = "item.lost_at_ms",
    .id = "item.call_id",
    .columns = lost_columns,
    .filters = lost_filters,
    .customer = "number"};

constinit const lists::List forwarded{
    .name = "forwarded-calls",
    .title = {"漏话应答记录", "Calls answered on a mobile"},
    .permission = people::rights::see_records,
    .from =
        "forwarded_calls AS item LEFT JOIN queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = "
        "item.agent_id",
    .tenant = "item.tenant_id",
    .scope = {.person = "item.agent_id", .queue = "item.queue_id"},
    .time = "item.answered_at_ms",
    .id = "item.id",
    .columns = forwarded_columns,
    .filters = forwarded_filters,
    .customer = "number"};

constinit const lists::List callbacks{
    .name = "callbacks",
    .title = {"回拨预约", "Call-backs asked for"},
    .permission = people::rights::see_records,
    .from =
        "callbacks AS item LEFT JOIN queues ON queues.id = item.queue_id LEFT JOIN users ON users.id = "
        "item.agent_id",
    .tenant = "item.tenant_id",
    .scope = seen_by_members("item.agent_id"),
    .time = "item.asked_at_ms",
    .id = "item.call_id",
    .columns = callback_columns,
    .filters = callback_filters,
    .customer = "number"};

}  // namespace service_lists

lists::Listing<VoicemailView> voicemails() {
    return {service_lists::voicemails};
}

lists::Listing<SurveyView> surveys() {
    return {service_lists::surveys};
}

lists::Listing<MissedView> missed_calls() {
    return {service_lists::missed};
}

lists::Listing<LostView> lost_calls() {
    return {service_lists::lost};
}

lists::Listing<ForwardedView> forwarded_calls() {
    return {service_lists::forwarded};
}

lists::Listing<CallbackView> callbacks() {
    return {service_lists::callbacks};
}

}  // namespace yh::office::records
