#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "http/reply.h"
#include "model/ids.h"

// What an alarm is: values only.
namespace yh::office::alarms {

struct AlarmRuleTag;
using AlarmRuleId = Id<AlarmRuleTag>;
struct AlarmEventTag;
using AlarmEventId = Id<AlarmEventTag>;

/// What is looked at: of this moment (waiting calls, the longest wait in seconds, agents ready), or of the day so far
/// (service level in percent, calls that were given up, calls that talked abnormally long).
enum class AlarmFigure { Waiting, LongestWait, ServiceLevel, Abandoned, Ready, Abnormal };
BOOST_DESCRIBE_ENUM(AlarmFigure, Waiting, LongestWait, ServiceLevel, Abandoned, Ready, Abnormal)

/// Which side of the threshold is wrong.
enum class Compare { Above, Below };
BOOST_DESCRIBE_ENUM(Compare, Above, Below)

/// One rule as an administrator writes it. It shows on the big screen in any case.
struct AlarmRule {
    AlarmRuleId id;
    std::string name;
    AlarmFigure figure = AlarmFigure::Waiting;
    std::string queue;  ///< its number; empty: all of the company's
    Compare compare = Compare::Above;
    double threshold = 0;
    std::int64_t for_s = 0;  ///< how long it must be so
    bool sound = false;      ///< the big screen makes one
    std::vector<std::string> mail_to;
    std::string webhook;         ///< an address of http or https; empty: none
    std::string webhook_secret;  ///< signs what is sent there; never shown again, empty keeps what is saved
    bool active = true;
};
BOOST_DESCRIBE_STRUCT(AlarmRule, (),
                      (id, name, figure, queue, compare, threshold, for_s, sound, mail_to, webhook, webhook_secret,
                       active))

/// The same with whose it is, as the watch keeps it.
struct WatchedRule {
    model::TenantId tenant;
    AlarmRule rule;
};

/// A rule in a list: without its secret, and whether it is raised now.
struct AlarmRuleView {
    AlarmRuleId id;
    std::string name;
    AlarmFigure figure = AlarmFigure::Waiting;
    std::string queue;
    std::string queue_name;
    Compare compare = Compare::Above;
    double threshold = 0;
    std::int64_t for_s = 0;
    bool sound = false;
    std::vector<std::string> mail_to;
    std::string webhook;
    bool has_secret = false;
    bool active = true;
    std::optional<std::int64_t> raised_at_ms;  ///< none: it is not raised
    std::optional<double> value;               ///< as it was seen last; none: not seen, or nothing divides
};
BOOST_DESCRIBE_STRUCT(AlarmRuleView, (),
                      (id, name, figure, queue, queue_name, compare, threshold, for_s, sound, mail_to, webhook,
                       has_secret, active, raised_at_ms, value))

/// One that is raised, for whoever looks at the big screen.
struct RaisedAlarm {
    AlarmRuleId id;
    std::string name;
    AlarmFigure figure = AlarmFigure::Waiting;
    std::string queue;
    std::string queue_name;
    Compare compare = Compare::Above;
    double threshold = 0;
    double value = 0;
    std::int64_t raised_at_ms = 0;
    bool sound = false;
};
BOOST_DESCRIBE_STRUCT(RaisedAlarm, (),
                      (id, name, figure, queue, queue_name, compare, threshold, value, raised_at_ms, sound))

/// What is wrong with a rule before it is saved: fields and codes. `has_queue`: its queue is one of the company's.
std::vector<http::FieldProblem> problems_of(const AlarmRule& rule, bool has_queue);

/// Whether the figure is one of this moment; else it is of the day.
constexpr bool is_live(AlarmFigure figure) {
    return figure == AlarmFigure::Waiting || figure == AlarmFigure::LongestWait || figure == AlarmFigure::Ready;
}

}  // namespace yh::office::alarms
