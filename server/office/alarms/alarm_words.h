#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "office/alarms/alarm_rule.h"

// How an alarm is told outside of the pages. Pure.
namespace yh::office::alarms {

enum class Told { Raised, Cleared, Test };
BOOST_DESCRIBE_ENUM(Told, Raised, Cleared, Test)

/// One telling.
struct AlarmNews {
    Told what = Told::Raised;
    AlarmRule rule;
    std::string company;
    std::string queue_name;
    double value = 0;
    std::int64_t at_ms = 0;
};

struct AlarmMail {
    std::string subject;
    std::string text;
};
/// In both languages: nobody knows who reads it.
AlarmMail mail_of(const AlarmNews& news);

/// What the webhook gets: {"event":"raised","rule":{…},"value":7,"at_ms":…}.
std::string body_of(const AlarmNews& news);

}  // namespace yh::office::alarms
