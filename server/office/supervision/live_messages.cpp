#include "office/supervision/live_messages.h"

#include <fmt/format.h>

namespace yh::office::supervision {

std::string message_head(std::uint64_t seq) {
    return fmt::format("{{\"seq\":{},", seq);
}

std::string_view data_of(const http::SharedText& tail, std::string_view type) {
    constexpr std::size_t around = std::string_view{"\"type\":\"\",\"data\":"}.size();
    const std::string_view text{*tail};
    return text.substr(around + type.size(), text.size() - around - type.size() - 1);
}

http::Schema message_schema() {
    http::Schema made;
    std::string choices;
    const auto add = [&](std::string_view type, const http::Schema& data) {
        made.parts.insert(data.parts.begin(), data.parts.end());
        choices += choices.empty() ? "" : ",";
        choices += fmt::format(
            R"({{"type":"object","properties":{{"seq":{{"type":"integer","format":"int64"}},)"
            R"("type":{{"const":"{}"}},"data":{}}},"required":["seq","type","data"],"additionalProperties":false}})",
            type, data.text);
    };
    add("snapshot", http::schema_of<SnapshotView>());
    add("call", http::schema_of<CallView>());
    add("call.ended", http::schema_of<CallEndedView>());
    add("agent", http::schema_of<AgentView>());
    add("queue", http::schema_of<QueueLiveView>());
    add("record", http::schema_of<RecordWrittenView>());
    add("answer", http::schema_of<AnswerView>());
    add("meters", http::schema_of<MetersView>());
    add("simulation", http::schema_of<SimulationView>());
    add("notice", http::schema_of<NoticeView>());
    add("tick", http::schema_of<TickView>());
    made.parts["LiveMessage"] = R"({"oneOf":[)" + choices + "]}";
    made.text = R"({"$ref":"#/components/schemas/LiveMessage"})";
    return made;
}

}  // namespace yh::office::supervision
