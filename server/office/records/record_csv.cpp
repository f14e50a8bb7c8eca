#include "office/records/record_csv.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <span>

#include "office/records/csv_table.h"

namespace yh::office::records {

namespace {

struct Word {
    std::string_view word;
    std::string_view chinese;
};
constexpr Word words[] = {{"inbound", "呼入"},
                          {"manual_outbound", "手动外呼"},
                          {"auto_outbound", "自动外呼"},
                          {"internal", "内部"},
                          {"answered", "已接听"},
                          {"no_answer", "无人接听"},
                          {"busy", "忙"},
                          {"refused", "拒接"},
                          {"abandoned", "已放弃"},
                          {"voicemail", "语音留言"},
                          {"failed", "失败"},
                          {"completed", "正常"},
                          {"caller", "主叫"},
                          {"agent", "坐席"},
                          {"us", "系统"},
                          {"carrier", "运营商"},
                          {"unknown", "未知"},
                          {"given_up", "主叫放弃"},
                          {"free", "待处理"},
                          {"occupied", "已占有"},
                          {"handled", "已处理"},
                          {"open", "待回拨"},
                          {"gave_up", "未接通"},
                          {"cancelled", "已取消"},
                          {"yes", "是"},
                          {"no", "否"}};

using Record = CallRecord;
constexpr Column<Record> record_columns[] = {
    {"created_at_ms", "开始时间", "Started",
     [](const Record& r, const CsvLook& look) { return time_or_none(r.created_at_ms, look); }},
    {"direction", "方向", "Direction", [](const Record& r, const CsvLook& look) { return said(r.direction, look); }},
    {"customer_number", "客户号码", "Customer", [](const Record& r, const CsvLook&) { return r.customer_number; }},
    {"called_number", "被叫号码", "Called", [](const Record& r, const CsvLook&) { return r.called_number; }},
    {"queue", "队列号", "Queue", [](const Record& r, const CsvLook&) { return r.queue; }},
    {"queue_name", "队列", "Queue name", [](const Record& r, const CsvLook&) { return r.queue_name; }},
    {"agent", "工号", "Agent", [](const Record& r, const CsvLook&) { return r.agent; }},
    {"agent_name", "坐席", "Agent name", [](const Record& r, const CsvLook&) { return r.agent_name; }},
    {"ringing_at_ms", "振铃时间", "Ringing",
     [](const Record& r, const CsvLook& look) { return time_or_none(r.ringing_at_ms, look); }},
    {"answered_at_ms", "接听时间", "Answered",
     [](const Record& r, const CsvLook& look) { return time_or_none(r.answered_at_ms, look); }},
    {"ended_at_ms", "结束时间", "Ended",
     [](const Record& r, const CsvLook& look) { return time_or_none(r.ended_at_ms, look); }},
    {"ring_s", "振铃秒", "Ring s", [](const Record& r, const CsvLook&) { return whole_seconds(r.ring_s); }},
    {"wait_s", "等待秒", "Wait s", [](const Record& r, const CsvLook&) { return whole_seconds(r.wait_s); }},
    {"talk_s", "通话秒", "Talk s", [](const Record& r, const CsvLook&) { return whole_seconds(r.talk_s); }},
    {"hold_s", "保持秒", "Hold s", [](const Record& r, const CsvLook&) { return whole_seconds(r.hold_s); }},
    {"result", "结果", "Result", [](const Record& r, const CsvLook& look) { return said(r.result, look); }},
    {"ending", "结束原因", "Ending",
     [](const Record& r, const CsvLook& look) { return said(r.ending.side, look) + " " + r.ending.reason; }},
    {"survey", "满意度", "Survey", [](const Record& r, const CsvLook&) { return r.survey.value_or(""); }},
    {"trunk", "中继", "Trunk", [](const Record& r, const CsvLook&) { return r.trunk; }},
    {"id", "编号", "Id", [](const Record& r, const CsvLook&) { return r.id.text(); }},
};

using Item = RecordingItem;
constexpr Column<Item> recording_columns[] = {
    {"started_at_ms", "开始时间", "Started",
     [](const Item& r, const CsvLook& look) { return time_or_none(r.started_at_ms, look); }},
    {"duration_ms", "时长秒", "Length s",
     [](const Item& r, const CsvLook&) { return whole_seconds(static_cast<double>(r.duration_ms) / 1000); }},
    {"direction", "方向", "Direction", [](const Item& r, const CsvLook& look) { return said(r.direction, look); }},
    {"customer_number", "客户号码", "Customer", [](const Item& r, const CsvLook&) { return r.customer_number; }},
    {"called_number", "被叫号码", "Called", [](const Item& r, const CsvLook&) { return r.called_number; }},
    {"queue", "队列号", "Queue", [](const Item& r, const CsvLook&) { return r.queue; }},
    {"queue_name", "队列", "Queue name", [](const Item& r, const CsvLook&) { return r.queue_name; }},
    {"agent", "工号", "Agent", [](const Item& r, const CsvLook&) { return r.agent; }},
    {"agent_name", "坐席", "Agent name", [](const Item& r, const CsvLook&) { return r.agent_name; }},
    {"result", "结果", "Result", [](const Item& r, const CsvLook& look) { return said(r.result, look); }},
    {"size_bytes", "字节", "Bytes", [](const Item& r, const CsvLook&) { return std::to_string(r.size_bytes); }},
    {"call", "通话编号", "Call id", [](const Item& r, const CsvLook&) { return r.call.text(); }},
    {"id", "编号", "Id", [](const Item& r, const CsvLook&) { return r.id.text(); }},
};

}  // namespace

std::string said_word(std::string_view word, const CsvLook& look) {
    const auto* found = std::ranges::find(words, word, &Word::word);
    return std::string{look.language == http::Language::Chinese && found != std::end(words) ? found->chinese : word};
}

std::string time_or_none(std::optional<std::int64_t> at_ms, const CsvLook& look) {
    return at_ms && *at_ms != 0 ? local_time(*at_ms, look.utc_offset_min) : std::string{};
}

std::string whole_seconds(double seconds) {
    return fmt::format("{:.0f}", seconds);
}

std::string local_time(std::int64_t at_ms, std::int64_t utc_offset_min) {
    const auto there = static_cast<std::time_t>(at_ms / 1000 + utc_offset_min * 60);
    return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(there));
}

Result<std::string> csv_of(const std::vector<CallRecord>& records, const CsvLook& look) {
    return write_table(std::span<const Column<Record>>{record_columns}, records, look);
}

Result<std::string> csv_of(const std::vector<RecordingItem>& recordings, const CsvLook& look) {
    return write_table(std::span<const Column<Item>>{recording_columns}, recordings, look);
}

}  // namespace yh::office::records
