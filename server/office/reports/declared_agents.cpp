#include <array>

#include "office/reports/conditions.h"
#include "office/reports/declared.h"

// What each agent did: R221, R225, R226, R231, R236, R238.
namespace yh::office::reports {

namespace {

using enum MeasureKind;
namespace when = conditions;

constexpr std::array periods{Period::None, Period::Day, Period::Month, Period::Year};
constexpr std::array by_agent{FilterBy::Departments, FilterBy::Agents, FilterBy::Queues};
constexpr std::array by_person{FilterBy::Departments, FilterBy::Agents};

constexpr Measure inbound{.key = "inbound",
                          .title = {"呼入总量", "Inbound"},
                          .formula = {"分配给坐席的呼入电话数", "calls distributed to the agent"},
                          .words = {"每次振铃计一次：同一通电话响过两位坐席，各计一次",
                                    "each ring counts: a call that rang at two agents counts once for each"},
                          .table = Table::AgentDays,
                          .columns = "inbound",
                          .behind = Behind::Rings,
                          .which = when::ring};
constexpr Measure inbound_answered{.key = "inbound_answered",
                                   .title = {"呼入接听", "Answered"},
                                   .formula = {"坐席接听的呼入电话数", "of these, answered by the agent"},
                                   .words = {"分配给坐席并由其接听", "distributed to the agent and answered by them"},
                                   .table = Table::AgentDays,
                                   .columns = "inbound_answered",
                                   .behind = Behind::Rings,
                                   .which = when::ring_answered};
constexpr Measure answer_rate{.key = "answer_rate",
                              .title = {"接听率", "Answer rate"},
                              .kind = Percent,
                              .formula = {"呼入接听 ÷ 呼入总量", "answered ÷ inbound"},
                              .words = {"分配到的电话接起了多少", "how many of the distributed calls were answered"},
                              .sum = "inbound_answered",
                              .over = "inbound"};
constexpr Measure inbound_talk{.key = "inbound_talk",
                               .title = {"呼入通话时长", "Inbound talk"},
                               .kind = Duration,
                               .formula = {"Σ（接听 → 挂断）", "Σ (answer → hang-up)"},
                               .words = {"与客户通话的时间", "time in talk with customers who called"},
                               .table = Table::AgentDays,
                               .columns = "inbound_talk_ms"};
constexpr Measure inbound_average{.key = "inbound_average",
                                  .title = {"呼入平均时长", "Average inbound talk"},
                                  .kind = Average,
                                  .formula = {"呼入通话时长 ÷ 呼入接听", "inbound talk ÷ answered"},
                                  .words = {"平均每通接听的通话时间", "talk time of an answered call"},
                                  .sum = "inbound_talk",
                                  .over = "inbound_answered"};
constexpr Measure abandoned{.key = "abandoned",
                            .title = {"未接听", "Missed"},
                            .formula = {"分配给坐席而坐席没有接听", "distributed to the agent and not answered"},
                            .words = {"呼入放弃数（坐席）：按振铃次数计，不同于队列的放弃",
                                      "rings without an answer; not the calls that a queue lost"},
                            .table = Table::AgentDays,
                            .columns = "inbound - inbound_answered",
                            .behind = Behind::Rings,
                            .which = when::ring_missed};
constexpr Measure abandon_rate{.key = "abandon_rate",
                               .title = {"未接率", "Missed rate"},
                               .kind = Percent,
                               .formula = {"未接听 ÷ 呼入总量", "missed ÷ inbound"},
                               .words = {"分配到的电话有多少没有接", "how many of the distributed calls were missed"},
                               .sum = "abandoned",
                               .over = "inbound"};
constexpr Measure outbound{.key = "outbound",
                           .title = {"呼出总量", "Outbound"},
                           .formula = {"接通 + 未接通", "connected + not connected"},
                           .words = {"坐席拨出的电话", "calls that the agent dialled"},
                           .table = Table::AgentDays,
                           .columns = "outbound",
                           .behind = Behind::Dials,
                           .which = when::dialled};
constexpr Measure outbound_connected{.key = "outbound_connected",
                                     .title = {"呼出接通", "Connected"},
                                     .formula = {"客户接听的呼出电话数", "outbound calls that were answered"},
                                     .words = {"对方接听了", "the other side answered"},
                                     .table = Table::AgentDays,
                                     .columns = "outbound_connected",
                                     .behind = Behind::Dials,
                                     .which = when::dialled_connected};
constexpr Measure connect_rate{.key = "connect_rate",
                               .title = {"接通率", "Connect rate"},
                               .kind = Percent,
                               .formula = {"呼出接通 ÷ 呼出总量", "connected ÷ outbound"},
                               .words = {"拨出的电话接通了多少", "how many of the dialled calls were answered"},
                               .sum = "outbound_connected",
                               .over = "outbound"};
constexpr Measure outbound_failed{.key = "outbound_failed",
                                  .title = {"呼出未接通", "Not connected"},
                                  .formula = {"呼出总量 − 呼出接通", "outbound − connected"},
                                  .words = {"对方没有接听", "nobody answered"},
                                  .table = Table::AgentDays,
                                  .columns = "outbound - outbound_connected",
                                  .behind = Behind::Dials,
                                  .which = when::dialled_failed};
constexpr Measure failed_rate{.key = "failed_rate",
                              .title = {"未接通率", "Not connected rate"},
                              .kind = Percent,
                              .formula = {"呼出未接通 ÷ 呼出总量", "not connected ÷ outbound"},
                              .words = {"拨出的电话有多少没有接通", "how many of the dialled calls nobody answered"},
                              .sum = "outbound_failed",
                              .over = "outbound"};
constexpr Measure outbound_talk{.key = "outbound_talk",
                                .title = {"呼出有效通话", "Outbound talk"},
                                .kind = Duration,
                                .formula = {"Σ（接听 → 挂断）", "Σ (answer → hang-up)"},
                                .words = {"与客户通话的时间", "time in talk with customers who were called"},
                                .table = Table::AgentDays,
                                .columns = "outbound_talk_ms"};
constexpr Measure outbound_average{.key = "outbound_average",
                                   .title = {"呼出平均时长", "Average outbound talk"},
                                   .kind = Average,
                                   .formula = {"呼出有效通话 ÷ 呼出接通", "outbound talk ÷ connected"},
                                   .words = {"平均每通接通电话的通话时间", "talk time of a connected call"},
                                   .sum = "outbound_talk",
                                   .over = "outbound_connected"};
constexpr Measure call_time{
    .key = "call_time",
    .title = {"呼出总时长", "Call time"},
    .kind = Duration,
    .formula = {"Σ（振铃 → 挂断）", "Σ (ring → hang-up)"},
    .words = {"拨打所花的全部时间，含振铃", "all time that dialling took, the ringing included"},
    .table = Table::AgentDays,
    .columns = "outbound_call_ms"};
constexpr Measure call_average{.key = "call_average",
                               .title = {"平均呼出时长", "Average call time"},
                               .kind = Average,
                               .formula = {"呼出总时长 ÷ 呼出总量", "call time ÷ outbound"},
                               .words = {"平均每次拨打的时间", "time of a dialled call"},
                               .sum = "call_time",
                               .over = "outbound"};
constexpr Measure all{.key = "all",
                      .title = {"总量", "Calls"},
                      .formula = {"呼入总量 + 呼出总量", "inbound + outbound"},
                      .words = {"分配到的和拨出的", "distributed and dialled"},
                      .table = Table::AgentDays,
                      .columns = "inbound + outbound",
                      .behind = Behind::RingsAndDials,
                      .which = when::ring,
                      .which_dialled = when::dialled};
constexpr Measure all_answered{.key = "all_answered",
                               .title = {"总接听", "Answered, all"},
                               .formula = {"呼入接听 + 呼出接通", "answered + connected"},
                               .words = {"有人通话的", "those in which somebody talked"},
                               .table = Table::AgentDays,
                               .columns = "inbound_answered + outbound_connected",
                               .behind = Behind::RingsAndDials,
                               .which = when::ring_answered,
                               .which_dialled = when::dialled_connected};
constexpr Measure all_rate{.key = "all_rate",
                           .title = {"总接听率", "Answer rate, all"},
                           .kind = Percent,
                           .formula = {"总接听 ÷ 总量", "answered, all ÷ calls"},
                           .words = {"有多少有人通话", "in how many somebody talked"},
                           .sum = "all_answered",
                           .over = "all"};
constexpr Measure all_talk{.key = "all_talk",
                           .title = {"总通话时长", "Talk, all"},
                           .kind = Duration,
                           .formula = {"呼入通话时长 + 呼出有效通话", "inbound talk + outbound talk"},
                           .words = {"与客户通话的时间", "time in talk with customers"},
                           .table = Table::AgentDays,
                           .columns = "inbound_talk_ms + outbound_talk_ms"};
constexpr Measure all_average{.key = "all_average",
                              .title = {"总平均时长", "Average talk, all"},
                              .kind = Average,
                              .formula = {"总通话时长 ÷ 总接听", "talk, all ÷ answered, all"},
                              .words = {"平均每通的通话时间", "talk time of a call"},
                              .sum = "all_talk",
                              .over = "all_answered"};

// ---- R221

constexpr std::array agent_calls_measures{inbound,      inbound_answered, abandoned,       answer_rate,
                                          inbound_talk, inbound_average,  outbound,        outbound_connected,
                                          connect_rate, outbound_talk,    outbound_average};
// Bars stand on each other: only parts of one whole.
constexpr std::array<std::string_view, 2> inbound_bars{"inbound_answered", "abandoned"};
constexpr std::array agent_calls_charts{Chart{inbound_bars, "answer_rate"}};
constexpr Report agent_calls{.key = "agent-calls",
                             .title = {"坐席通话统计", "Agents' calls"},
                             .group = "agents",
                             .rows = Rows::Agent,
                             .periods = periods,
                             .filters = by_agent,
                             .measures = agent_calls_measures,
                             .charts = agent_calls_charts,
                             .default_sort = "-inbound"};

// ---- R226

constexpr std::array agent_inbound_measures{inbound,         inbound_answered, answer_rate, inbound_talk,
                                            inbound_average, abandoned,        abandon_rate};
constexpr Report agent_inbound{.key = "agent-inbound",
                               .title = {"呼入电话统计", "Inbound calls of agents"},
                               .group = "agents",
                               .rows = Rows::Agent,
                               .periods = periods,
                               .filters = by_agent,
                               .measures = agent_inbound_measures,
                               .charts = agent_calls_charts,
                               .default_sort = "-inbound"};

// ---- R238

constexpr std::array agent_outbound_measures{outbound,         outbound_connected, connect_rate,
                                             outbound_failed,  failed_rate,        outbound_talk,
                                             outbound_average, call_time,          call_average};
constexpr std::array<std::string_view, 2> outbound_bars{"outbound_connected", "outbound_failed"};
constexpr std::array agent_outbound_charts{Chart{outbound_bars, "connect_rate"}};
constexpr Report agent_outbound{.key = "agent-outbound",
                                .title = {"呼出电话统计", "Outbound calls of agents"},
                                .group = "agents",
                                .rows = Rows::Agent,
                                .periods = periods,
                                .filters = by_person,
                                .measures = agent_outbound_measures,
                                .charts = agent_outbound_charts,
                                .default_sort = "-outbound"};

// ---- R236

constexpr std::array agent_telephone_measures{all,          all_answered,    all_rate,         all_talk,
                                              all_average,  inbound,         inbound_answered, answer_rate,
                                              inbound_talk, inbound_average, outbound,         outbound_connected,
                                              connect_rate, outbound_talk,   outbound_average};
constexpr std::array<std::string_view, 2> telephone_bars{"inbound", "outbound"};
constexpr std::array agent_telephone_charts{Chart{telephone_bars, "all_rate"}};
constexpr Report agent_telephone{.key = "agent-telephone",
                                 .title = {"坐席电话统计", "Telephone statistics of agents"},
                                 .group = "agents",
                                 .rows = Rows::Agent,
                                 .periods = periods,
                                 .filters = by_agent,
                                 .measures = agent_telephone_measures,
                                 .charts = agent_telephone_charts,
                                 .default_sort = "-all"};

// ---- R225. Online = idle + rest + busy + after-call + talk.

constexpr Measure time_of(std::string_view key, lists::Title title, lists::Title formula, lists::Title words,
                          std::string_view columns) {
    return {.key = key,
            .title = title,
            .kind = Duration,
            .formula = formula,
            .words = words,
            .table = Table::AgentStateHours,
            .columns = columns};
}
constexpr std::array work_measures{
    time_of("online", {"在线时长", "Online"},
            {"空闲 + 小休 + 忙碌 + 话后 + 通话", "idle + rest + busy + after call + talk"},
            {"登录后的全部时间", "all time at work"},
            "ready_ms - talked_in_ready_ms + rest_ms - talked_in_rest_ms + busy_ms - talked_in_busy_ms + wrap_up_ms - "
            "talked_in_wrap_up_ms + talked_ms"),
    time_of("idle", {"空闲时长", "Idle"}, {"空闲状态 − 其间的通话", "ready − talk meanwhile"},
            {"等待电话的时间", "waiting for calls"}, "ready_ms - talked_in_ready_ms"),
    time_of("rest", {"小休时长", "Rest"}, {"小休状态 − 其间的通话", "rest − talk meanwhile"},
            {"休息的时间", "taking a rest"}, "rest_ms - talked_in_rest_ms"),
    time_of("busy", {"忙碌时长", "Busy"}, {"置忙状态 − 其间的通话", "busy − talk meanwhile"},
            {"置忙而没有通话的时间", "busy without talking"}, "busy_ms - talked_in_busy_ms"),
    time_of("after_call", {"话后时长", "After call"}, {"话后状态 − 其间的通话", "after-call work − talk meanwhile"},
            {"通话后整理的时间", "work after calls"}, "wrap_up_ms - talked_in_wrap_up_ms"),
    time_of("talk", {"通话时长", "Talk"}, {"Σ（被叫接听 → 挂断）", "Σ (answered → hang-up)"},
            {"有效通话时间", "time in talk, of all calls"}, "talked_ms")};
constexpr std::array work_periods{Period::None, Period::Hour, Period::Day, Period::Month, Period::Year};
constexpr std::array<std::string_view, 5> work_bars{"idle", "rest", "busy", "after_call", "talk"};
constexpr std::array work_charts{Chart{work_bars}};
constexpr Report work_volume{.key = "work-volume",
                             .title = {"工作量统计", "Work volume"},
                             .group = "agents",
                             .rows = Rows::Agent,
                             .periods = work_periods,
                             .filters = by_person,
                             .measures = work_measures,
                             .charts = work_charts,
                             .default_sort = "-online"};

// ---- R231; the levels follow (shape.cpp)

constexpr std::array agent_survey_measures{
    Measure{.key = "invited",
            .title = {"呼叫电话总量", "Invited"},
            .formula = {"发出评价邀请的电话数", "calls for which an invitation was made"},
            .words = {"无论客户是否评价", "whether the customer rated or not"},
            .table = Table::SurveyDays,
            .columns = "surveys",
            .behind = Behind::Surveys,
            .which = when::survey},
    Measure{.key = "completed",
            .title = {"完成评价", "Completed"},
            .formula = {"客户作出评价的电话数", "calls that the customer rated"},
            .words = {"客户按了评价键", "the customer chose a level"},
            .table = Table::SurveyDays,
            .columns = "rated.surveys",
            .behind = Behind::Surveys,
            .which = when::survey_rated},
    Measure{.key = "participation",
            .title = {"参评率", "Participation"},
            .kind = Percent,
            .formula = {"完成评价 ÷ 呼叫电话总量", "completed ÷ invited"},
            .words = {"被邀请的客户有多少评价了", "how many of those asked have rated"},
            .sum = "completed",
            .over = "invited"}};
constexpr std::array<std::string_view, 1> agent_survey_bars{"completed"};
constexpr std::array agent_survey_charts{Chart{agent_survey_bars, "participation"}};
constexpr Report agent_surveys{.key = "agent-satisfaction",
                               .title = {"满意度分析", "Satisfaction of agents' customers"},
                               .group = "satisfaction",
                               .rows = Rows::Agent,
                               .periods = periods,
                               .filters = by_agent,
                               .measures = agent_survey_measures,
                               .charts = agent_survey_charts,
                               .default_sort = "-completed",
                               .besides = Besides::Levels};

}  // namespace

const Report& agent_calls_report() {
    return agent_calls;
}
const Report& agent_inbound_report() {
    return agent_inbound;
}
const Report& agent_outbound_report() {
    return agent_outbound;
}
const Report& agent_telephone_report() {
    return agent_telephone;
}
const Report& work_volume_report() {
    return work_volume;
}
const Report& agent_satisfaction_report() {
    return agent_surveys;
}

}  // namespace yh::office::reports
