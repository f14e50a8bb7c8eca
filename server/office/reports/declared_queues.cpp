#include <array>

#include "office/reports/conditions.h"
#include "office/reports/declared.h"

// How well the queues serve (B08): service level, speed of answer, handle time, occupancy, first-call resolution.
namespace yh::office::reports {

namespace {

using enum MeasureKind;
namespace when = conditions;

constexpr Measure visits{.key = "visits",
                         .title = {"进入队列", "Visits"},
                         .formula = {"电话进入队列的次数", "times that calls came to the queue"},
                         .words = {"同一通电话进入两次计两次", "a call that came twice counts twice"},
                         .table = Table::QueueHours,
                         .columns = "visits",
                         .behind = Behind::Visits,
                         .which = when::visit};
constexpr Measure answered{.key = "answered",
                           .title = {"队列接听", "Answered"},
                           .formula = {"由坐席接听的", "visits that an agent answered"},
                           .words = {"在队列中等到了坐席", "those who waited were served"},
                           .table = Table::QueueHours,
                           .columns = "answered",
                           .behind = Behind::Visits,
                           .which = when::visit_answered};
constexpr Measure abandoned{
    .key = "abandoned",
    .title = {"客户放弃", "Abandoned"},
    .formula = {"客户在接听前挂断的", "visits in which the customer hung up unanswered"},
    .words = {"三位坐席未接、第四位接听的电话不算放弃", "a call that the fourth agent answers is not abandoned"},
    .table = Table::QueueHours,
    .columns = "abandoned",
    .behind = Behind::Visits,
    .which = when::visit_abandoned};
constexpr Measure speed{.key = "answer_speed",
                        .title = {"平均应答速度", "Speed of answer"},
                        .kind = Average,
                        .formula = {"Σ（进入队列 → 接听）÷ 队列接听", "Σ (entered → answered) ÷ answered"},
                        .words = {"客户平均等多久有人接听", "how long customers wait until somebody answers"},
                        .sum = "answered_wait",
                        .over = "answered"};
constexpr Measure patience{.key = "abandon_speed",
                           .title = {"平均放弃等待", "Wait before abandoning"},
                           .kind = Average,
                           .formula = {"Σ（进入队列 → 挂断）÷ 客户放弃", "Σ (entered → hung up) ÷ abandoned"},
                           .words = {"客户平均等多久就放弃", "how long customers wait before they give up"},
                           .sum = "abandoned_wait",
                           .over = "abandoned"};
constexpr Measure handle_time{.key = "handle_time",
                              .title = {"平均处理时长", "Handle time"},
                              .kind = Average,
                              .formula = {"（通话 + 话后）÷ 队列接听", "(talk + after call) ÷ answered"},
                              .words = {"一通电话占用坐席的时间", "how long a call keeps an agent"},
                              .sum = "handled",
                              .over = "answered"};
constexpr Measure resolution{.key = "first_call_resolution",
                             .title = {"首次解决率", "First-call resolution"},
                             .kind = Percent,
                             .formula = {"七天内没有再次来电的接听 ÷ 呼入接听",
                                         "answered calls without another within seven days ÷ answered calls"},
                             .words = {"一次就办好的电话", "calls after which the customer need not call again"},
                             .sum = "resolved",
                             .over = "calls_answered"};
constexpr Measure resolved{
    .key = "resolved", .table = Table::CallHours, .columns = "in.answered - in.called_again", .shown = false};
constexpr Measure calls_answered{
    .key = "calls_answered", .table = Table::CallHours, .columns = "in.answered", .shown = false};
constexpr Measure answered_wait{
    .key = "answered_wait", .table = Table::QueueHours, .columns = "answered_wait_ms", .shown = false};
constexpr Measure abandoned_wait{
    .key = "abandoned_wait", .table = Table::QueueHours, .columns = "abandoned_wait_ms", .shown = false};
constexpr Measure handled{
    .key = "handled", .table = Table::QueueHours, .columns = "talk_ms + wrap_up_ms", .shown = false};
constexpr Measure occupancy{.key = "occupancy",
                            .title = {"坐席利用率", "Occupancy"},
                            .kind = Percent,
                            .formula = {"（通话 + 话后）÷（在线 − 小休）", "(talk + after call) ÷ (online − rest)"},
                            .words = {"坐席上班时间里有多少在服务客户；选择队列时不计算",
                                      "how much of their time agents serve customers; not of a single queue"},
                            .sum = "working",
                            .over = "on_duty",
                            .whole_company = true};
constexpr Measure working{.key = "working",
                          .table = Table::AgentStateHours,
                          .columns = "talked_ms + wrap_up_ms - talked_in_wrap_up_ms",
                          .shown = false,
                          .whole_company = true};
constexpr Measure on_duty{.key = "on_duty",
                          .table = Table::AgentStateHours,
                          .columns =
                              "ready_ms - talked_in_ready_ms + busy_ms - talked_in_busy_ms + wrap_up_ms - "
                              "talked_in_wrap_up_ms + talked_ms",
                          .shown = false,
                          .whole_company = true};

constexpr std::array<std::string_view, 2> visit_bars{"answered", "abandoned"};
constexpr std::array charts{Chart{visit_bars, "service_level"}};
constexpr std::array by_queue{FilterBy::Queues};

// The early ones and the service level follow the company's formula (shape.cpp), behind "abandoned".
constexpr std::array queue_measures{visits,     answered, abandoned,      speed,         patience,       handle_time,
                                    resolution, resolved, calls_answered, answered_wait, abandoned_wait, handled};
constexpr std::array queue_periods{Period::None, Period::Hour, Period::Day, Period::Month, Period::Year};
constexpr Report queue_service{.key = "queue-service",
                               .title = {"队列服务水平", "Service of queues"},
                               .group = "queues",
                               .rows = Rows::Queue,
                               .periods = queue_periods,
                               .filters = by_queue,
                               .measures = queue_measures,
                               .charts = charts,
                               .default_sort = "-visits",
                               .besides = Besides::ServiceLevel};

constexpr std::array time_measures{visits,        answered,       abandoned,  speed,    patience,
                                   handle_time,   occupancy,      resolution, resolved, calls_answered,
                                   answered_wait, abandoned_wait, handled,    working,  on_duty};
constexpr std::array time_periods{Period::Hour, Period::Day, Period::Month, Period::Year, Period::None};
constexpr Report service_times{.key = "service-times",
                               .title = {"时段服务水平", "Service by interval"},
                               .group = "queues",
                               .rows = Rows::None,
                               .periods = time_periods,
                               .filters = by_queue,
                               .measures = time_measures,
                               .charts = charts,
                               .default_sort = "period",
                               .besides = Besides::ServiceLevel};

}  // namespace

const Report& queue_service_report() {
    return queue_service;
}
const Report& service_times_report() {
    return service_times;
}

}  // namespace yh::office::reports
