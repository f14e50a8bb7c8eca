#include <array>

#include "office/reports/conditions.h"
#include "office/reports/declared.h"

// What each department did: R227, R228, R229, R237. A call that was distributed to several of its people counts once.
namespace yh::office::reports {

namespace {

using enum MeasureKind;
namespace when = conditions;

constexpr std::array periods{Period::None, Period::Day, Period::Month, Period::Year};
constexpr std::array by_department{FilterBy::Departments, FilterBy::Queues};

constexpr Measure inbound{
    .key = "inbound",
    .title = {"呼入总量", "Inbound"},
    .formula = {"分配给部门的呼入电话数", "calls distributed to the department"},
    .words = {"一通电话无论响过部门内几位坐席，只计一次", "a call counts once, at however many of its people it rang"},
    .table = Table::DepartmentDays,
    .columns = "inbound",
    .behind = Behind::Shares,
    .which = when::ring};
constexpr Measure answered{.key = "inbound_answered",
                           .title = {"接听量", "Answered"},
                           .formula = {"部门接听的呼入电话数", "of these, answered by the department"},
                           .words = {"由部门的坐席接听", "one of its people answered"},
                           .table = Table::DepartmentDays,
                           .columns = "inbound_answered",
                           .behind = Behind::Shares,
                           .which = when::ring_answered};
constexpr Measure answer_rate{.key = "answer_rate",
                              .title = {"接听率", "Answer rate"},
                              .kind = Percent,
                              .formula = {"接听量 ÷ 呼入总量", "answered ÷ inbound"},
                              .words = {"分配到的电话接起了多少", "how many of the distributed calls were answered"},
                              .sum = "inbound_answered",
                              .over = "inbound"};
constexpr Measure talk{.key = "inbound_talk",
                       .title = {"通话时长", "Talk"},
                       .kind = Duration,
                       .formula = {"Σ（接听 → 挂断）", "Σ (answer → hang-up)"},
                       .words = {"与客户通话的时间", "time in talk with customers who called"},
                       .table = Table::DepartmentDays,
                       .columns = "inbound_talk_ms"};
constexpr Measure average{.key = "inbound_average",
                          .title = {"平均通话时长", "Average talk"},
                          .kind = Average,
                          .formula = {"通话时长 ÷ 接听量", "talk ÷ answered"},
                          .words = {"平均每通接听的通话时间", "talk time of an answered call"},
                          .sum = "inbound_talk",
                          .over = "inbound_answered"};
constexpr Measure abandoned{.key = "abandoned",
                            .title = {"放弃量", "Abandoned"},
                            .formula = {"呼入总量 − 接听量", "inbound − answered"},
                            .words = {"分配给部门而部门没有人接听", "distributed to it, and nobody of it answered"},
                            .table = Table::DepartmentDays,
                            .columns = "inbound - inbound_answered",
                            .behind = Behind::Shares,
                            .which = when::ring_missed};
constexpr Measure abandon_rate{.key = "abandon_rate",
                               .title = {"放弃率", "Abandon rate"},
                               .kind = Percent,
                               .formula = {"放弃量 ÷ 呼入总量", "abandoned ÷ inbound"},
                               .words = {"分配到的电话有多少没有接", "how many of the distributed calls were missed"},
                               .sum = "abandoned",
                               .over = "inbound"};
constexpr Measure waited{.key = "answered_wait",
                         .title = {"应答等待时长", "Answered wait"},
                         .kind = Duration,
                         .formula = {"Σ（振铃 → 接听）", "Σ (ring → answer)"},
                         .words = {"接听前客户听到振铃的时间", "how long it rang before somebody answered"},
                         .table = Table::DepartmentDays,
                         .columns = "answered_ring_ms"};
constexpr Measure waited_average{.key = "answered_wait_average",
                                 .title = {"平均应答等待", "Average answered wait"},
                                 .kind = Average,
                                 .formula = {"应答等待时长 ÷ 接听量", "answered wait ÷ answered"},
                                 .words = {"平均响多久有人接", "how long it rings until somebody answers"},
                                 .sum = "answered_wait",
                                 .over = "inbound_answered"};
constexpr Measure lost_wait{.key = "abandoned_wait",
                            .title = {"放弃等待时长", "Abandoned wait"},
                            .kind = Duration,
                            .formula = {"Σ（振铃 → 挂断）", "Σ (ring → hang-up)"},
                            .words = {"没有人接的电话响了多久", "how long calls rang that nobody answered"},
                            .table = Table::DepartmentDays,
                            .columns = "unanswered_ring_ms"};
constexpr Measure lost_wait_average{.key = "abandoned_wait_average",
                                    .title = {"平均放弃等待", "Average abandoned wait"},
                                    .kind = Average,
                                    .formula = {"放弃等待时长 ÷ 放弃量", "abandoned wait ÷ abandoned"},
                                    .words = {"没有人接的电话平均响了多久", "how long a missed call rings"},
                                    .sum = "abandoned_wait",
                                    .over = "abandoned"};
constexpr Measure outbound{.key = "outbound",
                           .title = {"呼出总量", "Outbound"},
                           .formula = {"部门拨出的电话数", "calls that its people dialled"},
                           .words = {"部门坐席拨出的电话", "dialled by people of the department"},
                           .table = Table::DepartmentDays,
                           .columns = "outbound",
                           .behind = Behind::SharedDials,
                           .which = when::dialled};
constexpr Measure connected{.key = "outbound_connected",
                            .title = {"呼出接通", "Connected"},
                            .formula = {"客户接听的呼出电话数", "outbound calls that were answered"},
                            .words = {"对方接听了", "the other side answered"},
                            .table = Table::DepartmentDays,
                            .columns = "outbound_connected",
                            .behind = Behind::SharedDials,
                            .which = when::dialled_connected};
constexpr Measure connect_rate{.key = "connect_rate",
                               .title = {"接通率", "Connect rate"},
                               .kind = Percent,
                               .formula = {"呼出接通 ÷ 呼出总量", "connected ÷ outbound"},
                               .words = {"拨出的电话接通了多少", "how many of the dialled calls were answered"},
                               .sum = "outbound_connected",
                               .over = "outbound"};
constexpr Measure outbound_talk{.key = "outbound_talk",
                                .title = {"呼出通话时长", "Outbound talk"},
                                .kind = Duration,
                                .formula = {"Σ（接听 → 挂断）", "Σ (answer → hang-up)"},
                                .words = {"与客户通话的时间", "time in talk with customers who were called"},
                                .table = Table::DepartmentDays,
                                .columns = "outbound_talk_ms"};
constexpr Measure outbound_average{.key = "outbound_average",
                                   .title = {"呼出平均时长", "Average outbound talk"},
                                   .kind = Average,
                                   .formula = {"呼出通话时长 ÷ 呼出接通", "outbound talk ÷ connected"},
                                   .words = {"平均每通接通电话的通话时间", "talk time of a connected call"},
                                   .sum = "outbound_talk",
                                   .over = "outbound_connected"};
constexpr Measure all{.key = "all",
                      .title = {"总量", "Calls"},
                      .formula = {"呼入总量 + 呼出总量", "inbound + outbound"},
                      .words = {"分配到的和拨出的", "distributed and dialled"},
                      .table = Table::DepartmentDays,
                      .columns = "inbound + outbound",
                      .behind = Behind::SharesAndDials,
                      .which = when::ring,
                      .which_dialled = when::dialled};
constexpr Measure all_answered{.key = "all_answered",
                               .title = {"总接听", "Answered, all"},
                               .formula = {"接听量 + 呼出接通", "answered + connected"},
                               .words = {"有人通话的", "those in which somebody talked"},
                               .table = Table::DepartmentDays,
                               .columns = "inbound_answered + outbound_connected",
                               .behind = Behind::SharesAndDials,
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
                           .formula = {"通话时长 + 呼出通话时长", "talk + outbound talk"},
                           .words = {"与客户通话的时间", "time in talk with customers"},
                           .table = Table::DepartmentDays,
                           .columns = "inbound_talk_ms + outbound_talk_ms"};
constexpr Measure all_average{.key = "all_average",
                              .title = {"总平均时长", "Average talk, all"},
                              .kind = Average,
                              .formula = {"总通话时长 ÷ 总接听", "talk, all ÷ answered, all"},
                              .words = {"平均每通的通话时间", "talk time of a call"},
                              .sum = "all_talk",
                              .over = "all_answered"};

constexpr std::array<std::string_view, 2> inbound_bars{"inbound_answered", "abandoned"};
constexpr std::array inbound_charts{Chart{inbound_bars, "answer_rate"}};

constexpr std::array handling_measures{inbound, answered, answer_rate, talk, average, abandoned, abandon_rate};
constexpr Report handling{.key = "department-inbound",
                          .title = {"呼入处理时长", "Inbound handling of departments"},
                          .group = "departments",
                          .rows = Rows::Department,
                          .periods = periods,
                          .filters = by_department,
                          .measures = handling_measures,
                          .charts = inbound_charts,
                          .default_sort = "-inbound"};

constexpr std::array waiting_measures{inbound,   answered,  waited,           waited_average,
                                      abandoned, lost_wait, lost_wait_average};
constexpr std::array<std::string_view, 2> waiting_bars{"answered_wait_average", "abandoned_wait_average"};
constexpr std::array waiting_charts{Chart{waiting_bars}};
constexpr Report waiting{.key = "department-waiting",
                         .title = {"呼入等待时长", "Inbound waiting of departments"},
                         .group = "departments",
                         .rows = Rows::Department,
                         .periods = periods,
                         .filters = by_department,
                         .measures = waiting_measures,
                         .charts = waiting_charts,
                         .default_sort = "-inbound"};

constexpr std::array analysis_measures{inbound, answered, answer_rate, abandoned, abandon_rate};
constexpr Report analysis{.key = "department-analysis",
                          .title = {"呼入分析", "Inbound analysis of departments"},
                          .group = "departments",
                          .rows = Rows::Department,
                          .periods = periods,
                          .filters = by_department,
                          .measures = analysis_measures,
                          .charts = inbound_charts,
                          .default_sort = "-inbound"};

constexpr std::array telephone_measures{all,      all_answered, all_rate,     all_talk,      all_average,
                                        inbound,  answered,     answer_rate,  talk,          average,
                                        outbound, connected,    connect_rate, outbound_talk, outbound_average};
constexpr std::array<std::string_view, 2> telephone_bars{"inbound", "outbound"};
constexpr std::array telephone_charts{Chart{telephone_bars, "all_rate"}};
constexpr Report telephone{.key = "department-telephone",
                           .title = {"工作组电话统计", "Telephone statistics of departments"},
                           .group = "departments",
                           .rows = Rows::Department,
                           .periods = periods,
                           .filters = by_department,
                           .measures = telephone_measures,
                           .charts = telephone_charts,
                           .default_sort = "-all"};

}  // namespace

const Report& department_inbound_report() {
    return handling;
}
const Report& department_waiting_report() {
    return waiting;
}
const Report& department_analysis_report() {
    return analysis;
}
const Report& department_telephone_report() {
    return telephone;
}

}  // namespace yh::office::reports
