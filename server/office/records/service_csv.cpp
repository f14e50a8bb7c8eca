#include "office/records/service_csv.h"

#include "office/records/csv_table.h"

namespace yh::office::records {

namespace {

std::string yes_or_no(bool yes, const CsvLook& look) {
    return said_word(yes ? "yes" : "no", look);
}

std::string seconds_of(std::int64_t ms) {
    return whole_seconds(static_cast<double>(ms) / 1000);
}

// Queue and person stand in most lists in the same words.
template <class Row>
constexpr Column<Row> queue_column{"queue", "队列号", "Queue", [](const Row& r, const CsvLook&) { return r.queue; }};
template <class Row>
constexpr Column<Row> queue_name_column{"queue_name", "队列", "Queue name",
                                        [](const Row& r, const CsvLook&) { return r.queue_name; }};
template <class Row>
constexpr Column<Row> agent_column{"agent", "工号", "Agent", [](const Row& r, const CsvLook&) { return r.agent; }};
template <class Row>
constexpr Column<Row> agent_name_column{"agent_name", "坐席", "Agent name",
                                        [](const Row& r, const CsvLook&) { return r.agent_name; }};
template <class Row>
constexpr Column<Row> number_column{"number", "客户号码", "Customer",
                                    [](const Row& r, const CsvLook&) { return r.number; }};
template <class Row>
constexpr Column<Row> id_column{"id", "编号", "Id", [](const Row& r, const CsvLook&) { return r.id.text(); }};

template <class Row>
Result<std::string> write(std::span<const Column<Row>> columns, const std::vector<Row>& rows, const CsvLook& look) {
    return write_table(columns, rows, look);
}

}  // namespace

Result<std::string> csv_of(const std::vector<VoicemailView>& rows, const CsvLook& look) {
    using Row = VoicemailView;
    static constexpr Column<Row> columns[] = {
        {"left_at_ms", "留言时间", "Left",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.left_at_ms, at); }},
        number_column<Row>,
        queue_column<Row>,
        queue_name_column<Row>,
        agent_column<Row>,
        agent_name_column<Row>,
        {"duration_ms", "时长秒", "Length s", [](const Row& r, const CsvLook&) { return seconds_of(r.duration_ms); }},
        {"listened", "已听", "Listened", [](const Row& r, const CsvLook& at) { return yes_or_no(r.listened, at); }},
        {"listened_at_ms", "收听时间", "Listened at",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.listened_at_ms, at); }},
        {"listened_by", "收听人", "Listened by", [](const Row& r, const CsvLook&) { return r.listened_by; }},
        {"call", "通话编号", "Call id", [](const Row& r, const CsvLook&) { return r.call.text(); }},
        id_column<Row>};
    return write<Row>(columns, rows, look);
}

Result<std::string> csv_of(const std::vector<SurveyView>& rows, const CsvLook& look) {
    using Row = SurveyView;
    static constexpr Column<Row> columns[] = {
        {"asked_at_ms", "邀请时间", "Asked",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.asked_at_ms, at); }},
        number_column<Row>,
        {"direction", "方向", "Direction", [](const Row& r, const CsvLook& at) { return said(r.direction, at); }},
        queue_column<Row>,
        queue_name_column<Row>,
        agent_column<Row>,
        agent_name_column<Row>,
        {"level", "满意度", "Level", [](const Row& r, const CsvLook&) { return r.level; }},
        {"reason", "原因", "Reason", [](const Row& r, const CsvLook&) { return r.reason; }},
        {"answered_at_ms", "评价时间", "Rated",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.answered_at_ms, at); }},
        id_column<Row>};
    return write<Row>(columns, rows, look);
}

Result<std::string> csv_of(const std::vector<MissedView>& rows, const CsvLook& look) {
    using Row = MissedView;
    static constexpr Column<Row> columns[] = {
        agent_column<Row>,
        agent_name_column<Row>,
        number_column<Row>,
        {"called_number", "被叫号码", "Called", [](const Row& r, const CsvLook&) { return r.called_number; }},
        queue_column<Row>,
        queue_name_column<Row>,
        {"ringing_at_ms", "振铃开始", "Ringing",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.ringing_at_ms, at); }},
        {"ended_at_ms", "振铃结束", "Ended",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.ended_at_ms, at); }},
        {"ring_ms", "振铃秒", "Ring s", [](const Row& r, const CsvLook&) { return seconds_of(r.ring_ms); }},
        {"how", "挂断状态", "How", [](const Row& r, const CsvLook& at) { return said(r.how, at); }},
        {"answered", "同事已接", "Answered", [](const Row& r, const CsvLook& at) { return yes_or_no(r.answered, at); }},
        {"handled", "已处理", "Handled", [](const Row& r, const CsvLook& at) { return yes_or_no(r.handled, at); }},
        {"handled_at_ms", "处理时间", "Handled at",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.handled_at_ms, at); }},
        {"handled_by", "处理人", "Handled by", [](const Row& r, const CsvLook&) { return r.handled_by; }},
        {"call", "通话编号", "Call id", [](const Row& r, const CsvLook&) { return r.call.text(); }},
        id_column<Row>};
    return write<Row>(columns, rows, look);
}

Result<std::string> csv_of(const std::vector<LostView>& rows, const CsvLook& look) {
    using Row = LostView;
    static constexpr Column<Row> columns[] = {
        {"lost_at_ms", "漏话时间", "Lost",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.lost_at_ms, at); }},
        number_column<Row>,
        {"called_number", "被叫号码", "Called", [](const Row& r, const CsvLook&) { return r.called_number; }},
        queue_column<Row>,
        queue_name_column<Row>,
        {"calls", "次数", "Calls", [](const Row& r, const CsvLook&) { return std::to_string(r.calls); }},
        {"wait_ms", "等待秒", "Wait s", [](const Row& r, const CsvLook&) { return seconds_of(r.wait_ms); }},
        {"result", "结果", "Result", [](const Row& r, const CsvLook& at) { return said(r.result, at); }},
        {"state", "处理状态", "State",
         [](const Row& r, const CsvLook& at) { return said_word(r.state == "completed" ? "handled" : r.state, at); }},
        {"owner", "占有工号", "Owner", [](const Row& r, const CsvLook&) { return r.owner; }},
        {"owner_name", "占有人", "Owner name", [](const Row& r, const CsvLook&) { return r.owner_name; }},
        {"completed_at_ms", "完成时间", "Completed",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.completed_at_ms, at); }},
        id_column<Row>};
    return write<Row>(columns, rows, look);
}

Result<std::string> csv_of(const std::vector<ForwardedView>& rows, const CsvLook& look) {
    using Row = ForwardedView;
    static constexpr Column<Row> columns[] = {
        {"answered_at_ms", "接听时间", "Answered",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.answered_at_ms, at); }},
        number_column<Row>,
        {"mobile", "接听手机", "Mobile", [](const Row& r, const CsvLook&) { return r.mobile; }},
        queue_column<Row>,
        queue_name_column<Row>,
        agent_column<Row>,
        agent_name_column<Row>,
        {"talk_ms", "通话秒", "Talk s", [](const Row& r, const CsvLook&) { return seconds_of(r.talk_ms); }},
        {"call", "通话编号", "Call id", [](const Row& r, const CsvLook&) { return r.call.text(); }},
        id_column<Row>};
    return write<Row>(columns, rows, look);
}

Result<std::string> csv_of(const std::vector<CallbackView>& rows, const CsvLook& look) {
    using Row = CallbackView;
    static constexpr Column<Row> columns[] = {
        {"asked_at_ms", "预约时间", "Asked",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.asked_at_ms, at); }},
        number_column<Row>,
        {"called_number", "被叫号码", "Called", [](const Row& r, const CsvLook&) { return r.called_number; }},
        queue_column<Row>,
        queue_name_column<Row>,
        {"attempts", "回拨次数", "Attempts", [](const Row& r, const CsvLook&) { return std::to_string(r.attempts); }},
        {"tried_at_ms", "上次回拨", "Tried",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.tried_at_ms, at); }},
        {"last_result", "上次结果", "Last result",
         [](const Row& r, const CsvLook& at) { return said_word(r.last_result, at); }},
        {"state", "状态", "State", [](const Row& r, const CsvLook& at) { return said_word(r.state, at); }},
        agent_column<Row>,
        agent_name_column<Row>,
        {"ended_at_ms", "结束时间", "Ended",
         [](const Row& r, const CsvLook& at) { return time_or_none(r.ended_at_ms, at); }},
        id_column<Row>};
    return write<Row>(columns, rows, look);
}

}  // namespace yh::office::records
