#include <array>

#include "office/reports/conditions.h"
#include "office/reports/declared.h"

// What calls came to: R222, R223, R230, R232, R233, R234, R235.
namespace yh::office::reports {

namespace {

using enum MeasureKind;
namespace when = conditions;

constexpr std::array by_everything{FilterBy::Departments, FilterBy::Agents, FilterBy::Queues, FilterBy::Number};

// ---- R222

constexpr std::array times_measures{
    Measure{.key = "calls",
            .title = {"通话数量", "Calls"},
            .formula = {"呼入 + 呼出", "inbound + outbound"},
            .words = {"与客户的电话，每通计一次", "calls with customers, each once"},
            .table = Table::CallHours,
            .columns = "calls",
            .behind = Behind::Calls,
            .which = when::call},
    Measure{.key = "inbound",
            .title = {"呼入", "Inbound"},
            .formula = {"客户打来的", "calls that customers made"},
            .words = {"客户打来的电话", "customers called"},
            .table = Table::CallHours,
            .columns = "in.calls",
            .behind = Behind::Calls,
            .which = when::call_in},
    Measure{.key = "outbound",
            .title = {"呼出", "Outbound"},
            .formula = {"打给客户的", "calls to customers"},
            .words = {"打给客户的电话", "customers were called"},
            .table = Table::CallHours,
            .columns = "out.calls",
            .behind = Behind::Calls,
            .which = when::call_out},
    Measure{.key = "answered",
            .title = {"接听", "Answered"},
            .formula = {"有人通话的", "calls in which somebody talked"},
            .words = {"客户与我们的人通了话", "the customer talked with a person of ours"},
            .table = Table::CallHours,
            .columns = "answered",
            .behind = Behind::Calls,
            .which = when::call_answered},
    Measure{.key = "answer_rate",
            .title = {"接听率", "Answer rate"},
            .kind = Percent,
            .formula = {"接听 ÷ 通话数量", "answered ÷ calls"},
            .words = {"有多少有人通话", "in how many somebody talked"},
            .sum = "answered",
            .over = "calls"},
    Measure{.key = "talk",
            .title = {"通话时长", "Talk"},
            .kind = Duration,
            .formula = {"Σ（接听 → 挂断）", "Σ (answer → hang-up)"},
            .words = {"与客户通话的时间", "time in talk"},
            .table = Table::CallHours,
            .columns = "talk_ms"},
    Measure{.key = "average_talk",
            .title = {"平均通话时间", "Average talk"},
            .kind = Average,
            .formula = {"通话时长 ÷ 接听", "talk ÷ answered"},
            .words = {"平均每通的通话时间", "talk time of a call"},
            .sum = "talk",
            .over = "answered"}};
constexpr std::array<std::string_view, 1> calls_bars{"calls"};
constexpr std::array<std::string_view, 1> average_bars{"average_talk"};
constexpr std::array<std::string_view, 1> talk_bars{"talk"};
constexpr std::array<std::string_view, 1> rate_bars{"answer_rate"};
constexpr std::array times_charts{Chart{calls_bars}, Chart{average_bars}, Chart{talk_bars}, Chart{rate_bars}};
constexpr std::array times_periods{Period::Day, Period::Hour, Period::Month, Period::Year};
constexpr Report times{.key = "times",
                       .title = {"时间段统计", "Calls by time"},
                       .group = "calls",
                       .rows = Rows::None,
                       .periods = times_periods,
                       .filters = by_everything,
                       .measures = times_measures,
                       .charts = times_charts,
                       .default_sort = "period"};

// ---- R223

constexpr std::array levels_measures{Measure{.key = "count",
                                             .title = {"数量", "Surveys"},
                                             .formula = {"选择该评价的电话数", "calls that were rated so"},
                                             .words = {"客户选择了该评价", "the customer chose this level"},
                                             .table = Table::SurveyDays,
                                             .columns = "rated.surveys",
                                             .behind = Behind::Surveys,
                                             .which = when::survey_rated},
                                     Measure{.key = "share",
                                             .title = {"占比", "Share"},
                                             .kind = Percent,
                                             .formula = {"该评价数量 ÷ 全部评价数量", "this level ÷ all surveys"},
                                             .words = {"在全部评价中占多少", "its part of all that was rated"},
                                             .sum = "count",
                                             .over = "count",
                                             .over_total = true}};
constexpr std::array<std::string_view, 1> levels_bars{"count"};
constexpr std::array levels_charts{Chart{levels_bars}};
constexpr std::array levels_periods{Period::None, Period::Day, Period::Month, Period::Year};
constexpr std::array levels_filters{FilterBy::Departments, FilterBy::Agents, FilterBy::Queues};
constexpr Report levels{.key = "satisfaction",
                        .title = {"满意度统计", "Satisfaction"},
                        .group = "satisfaction",
                        .rows = Rows::Level,
                        .periods = levels_periods,
                        .filters = levels_filters,
                        .measures = levels_measures,
                        .charts = levels_charts,
                        .default_sort = "-count"};

// ---- R230. The classes add up to the attempts.

constexpr Measure attempt(std::string_view key, lists::Title title, lists::Title words, std::string_view which) {
    return {.key = key,
            .title = title,
            .formula = title,
            .words = words,
            .table = Table::DialledNumbers,
            .columns = key,
            .behind = Behind::Numbers,
            .which = which};
}
constexpr std::array numbers_measures{
    attempt("attempts", {"外呼总次数", "Attempts"}, {"拨打该号码的次数", "how often this number was called"},
            when::call),
    attempt("not_rung", {"振铃 = 0 秒", "Ring = 0 s"}, {"没有响过铃", "it did not ring"}, when::dial_not_rung),
    attempt("rung_short", {"振铃 ≤ 10 秒，未通话", "Ring ≤ 10 s, no talk"},
            {"响了不久，没有接听", "it rang for a moment"}, when::dial_rung_short),
    attempt("rung_long", {"振铃 > 10 秒，未通话", "Ring > 10 s, no talk"}, {"响了很久，没有接听", "it rang for long"},
            when::dial_rung_long),
    attempt("talked_short", {"通话 ≤ 60 秒", "Talk ≤ 60 s"}, {"通话不超过一分钟", "a minute of talk or less"},
            when::dial_talked_short),
    attempt("talked_long", {"通话 > 60 秒", "Talk > 60 s"}, {"通话超过一分钟", "more than a minute of talk"},
            when::dial_talked_long)};
constexpr std::array<std::string_view, 1> numbers_bars{"attempts"};
constexpr std::array numbers_charts{Chart{numbers_bars}};
constexpr std::array numbers_periods{Period::None};
constexpr std::array numbers_filters{FilterBy::Number};
constexpr Report numbers{.key = "dialled-numbers",
                         .title = {"客户号码外呼次数", "Outbound attempts per number"},
                         .group = "calls",
                         .rows = Rows::Number,
                         .periods = numbers_periods,
                         .filters = numbers_filters,
                         .measures = numbers_measures,
                         .charts = numbers_charts,
                         .default_sort = "-attempts"};

// ---- R232 to R235: how long it took, in classes of five seconds. Seconds are rounded up: 5.2 s is in 6–10.

constexpr std::array<std::string_view, 7> class_keys{"to_5", "to_10", "to_15", "to_20", "to_25", "to_30", "more"};
constexpr std::array<std::string_view, 7> share_keys{"to_5_share",  "to_10_share", "to_15_share", "to_20_share",
                                                     "to_25_share", "to_30_share", "more_share"};
constexpr std::array<lists::Title, 7> class_titles{{{"0–5 秒", "0–5 s"},
                                                    {"6–10 秒", "6–10 s"},
                                                    {"11–15 秒", "11–15 s"},
                                                    {"16–20 秒", "16–20 s"},
                                                    {"21–25 秒", "21–25 s"},
                                                    {"26–30 秒", "26–30 s"},
                                                    {"30 秒以上", "Over 30 s"}}};
constexpr std::array<lists::Title, 7> share_titles{{{"0–5 秒占比", "0–5 s share"},
                                                    {"6–10 秒占比", "6–10 s share"},
                                                    {"11–15 秒占比", "11–15 s share"},
                                                    {"16–20 秒占比", "16–20 s share"},
                                                    {"21–25 秒占比", "21–25 s share"},
                                                    {"26–30 秒占比", "26–30 s share"},
                                                    {"30 秒以上占比", "Over 30 s share"}}};

/// What the four of them differ in.
struct WaitReport {
    lists::Title total;
    lists::Title waited;  ///< from when to when
    Table table;
    Behind behind;
    std::string_view all;  ///< the sum of the classes
    std::array<std::string_view, 7> columns;
    std::array<std::string_view, 7> which;
    std::string_view which_all;
};

constexpr std::array<Measure, 15> wait_measures(const WaitReport& report) {
    std::array<Measure, 15> made{};
    made[0] = {.key = "total",
               .title = report.total,
               .formula = report.waited,
               .words = {"各时段之和", "all classes together"},
               .table = report.table,
               .columns = report.all,
               .behind = report.behind,
               .which = report.which_all};
    for (std::size_t i = 0; i < class_keys.size(); ++i) {
        made[1 + i] = {.key = class_keys[i],
                       .title = class_titles[i],
                       .formula = report.waited,
                       .words = {"等待在这个范围内的电话", "calls that waited so long"},
                       .table = report.table,
                       .columns = report.columns[i],
                       .behind = report.behind,
                       .which = report.which[i]};
        made[8 + i] = {.key = share_keys[i],
                       .title = share_titles[i],
                       .kind = Percent,
                       .formula = {"该时段 ÷ 总数", "this class ÷ total"},
                       .words = {"在总数中占多少", "its part of the total"},
                       .sum = class_keys[i],
                       .over = "total"};
    }
    return made;
}

constexpr std::array<std::string_view, 7> class_bars = class_keys;
constexpr std::array wait_charts{Chart{class_bars}};
constexpr std::array wait_periods{Period::Day, Period::None, Period::Hour, Period::Month, Period::Year};
constexpr std::array ring_periods{Period::Day, Period::None, Period::Month, Period::Year};
constexpr std::array ring_filters{FilterBy::Departments, FilterBy::Queues};

constexpr auto unanswered_queued_measures = wait_measures(
    {{"未应答总量", "Unanswered"},
     {"进入队列 → 离开队列", "entered → left the queue"},
     Table::CallHours,
     Behind::Calls,
     "in.queued_unanswered_5 + in.queued_unanswered_10 + in.queued_unanswered_15 + in.queued_unanswered_20 + "
     "in.queued_unanswered_25 + in.queued_unanswered_30 + in.queued_unanswered_more",
     {"in.queued_unanswered_5", "in.queued_unanswered_10", "in.queued_unanswered_15", "in.queued_unanswered_20",
      "in.queued_unanswered_25", "in.queued_unanswered_30", "in.queued_unanswered_more"},
     when::queued_unanswered,
     when::queued_unanswered_all});
constexpr Report unanswered_queued{.key = "unanswered-queue-wait",
                                   .title = {"未应答电话队列等待时长", "Unanswered calls by queue wait"},
                                   .group = "calls",
                                   .rows = Rows::None,
                                   .periods = wait_periods,
                                   .filters = by_everything,
                                   .measures = unanswered_queued_measures,
                                   .charts = wait_charts,
                                   .default_sort = "period"};

constexpr auto unanswered_rung_measures =
    wait_measures({{"未应答总量", "Unanswered"},
                   {"振铃 → 挂断", "ring → hang-up"},
                   Table::CallHours,
                   Behind::Calls,
                   "in.rung_unanswered_5 + in.rung_unanswered_10 + in.rung_unanswered_15 + in.rung_unanswered_20 + "
                   "in.rung_unanswered_25 + in.rung_unanswered_30 + in.rung_unanswered_more",
                   {"in.rung_unanswered_5", "in.rung_unanswered_10", "in.rung_unanswered_15", "in.rung_unanswered_20",
                    "in.rung_unanswered_25", "in.rung_unanswered_30", "in.rung_unanswered_more"},
                   when::rung_unanswered,
                   when::rung_unanswered_all});
constexpr Report unanswered_rung{.key = "unanswered-ring-wait",
                                 .title = {"未应答电话振铃等待时长", "Unanswered calls by ring wait"},
                                 .group = "calls",
                                 .rows = Rows::None,
                                 .periods = wait_periods,
                                 .filters = by_everything,
                                 .measures = unanswered_rung_measures,
                                 .charts = wait_charts,
                                 .default_sort = "period"};

constexpr auto answered_queued_measures =
    wait_measures({{"应答总量", "Answered"},
                   {"进入队列 → 接听", "entered → answered"},
                   Table::CallHours,
                   Behind::Calls,
                   "in.queued_answered_5 + in.queued_answered_10 + in.queued_answered_15 + in.queued_answered_20 + "
                   "in.queued_answered_25 + in.queued_answered_30 + in.queued_answered_more",
                   {"in.queued_answered_5", "in.queued_answered_10", "in.queued_answered_15", "in.queued_answered_20",
                    "in.queued_answered_25", "in.queued_answered_30", "in.queued_answered_more"},
                   when::queued_answered,
                   when::queued_answered_all});
constexpr Report answered_queued{.key = "answered-queue-wait",
                                 .title = {"应答电话队列等待时长", "Answered calls by queue wait"},
                                 .group = "calls",
                                 .rows = Rows::None,
                                 .periods = wait_periods,
                                 .filters = by_everything,
                                 .measures = answered_queued_measures,
                                 .charts = wait_charts,
                                 .default_sort = "period"};

constexpr auto answered_rung_measures =
    wait_measures({{"应答总量", "Answered"},
                   {"振铃 → 接听", "ring → answer"},
                   Table::DepartmentDays,
                   Behind::Shares,
                   "answered_ring_5 + answered_ring_10 + answered_ring_15 + answered_ring_20 + answered_ring_25 + "
                   "answered_ring_30 + answered_ring_more",
                   {"answered_ring_5", "answered_ring_10", "answered_ring_15", "answered_ring_20", "answered_ring_25",
                    "answered_ring_30", "answered_ring_more"},
                   when::answered_ring,
                   when::answered_ring_all});
constexpr Report answered_rung{.key = "answered-ring-wait",
                               .title = {"应答电话振铃等待时长", "Answered calls by ring wait"},
                               .group = "calls",
                               .rows = Rows::None,
                               .periods = ring_periods,
                               .filters = ring_filters,
                               .measures = answered_rung_measures,
                               .charts = wait_charts,
                               .default_sort = "period"};

}  // namespace

const Report& times_report() {
    return times;
}
const Report& satisfaction_report() {
    return levels;
}
const Report& dialled_numbers_report() {
    return numbers;
}
const Report& unanswered_queued_report() {
    return unanswered_queued;
}
const Report& unanswered_rung_report() {
    return unanswered_rung;
}
const Report& answered_queued_report() {
    return answered_queued;
}
const Report& answered_rung_report() {
    return answered_rung;
}

}  // namespace yh::office::reports
