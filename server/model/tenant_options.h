#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "model/words.h"

// What a company chooses once for all its calls (系统设置). Described, so that the settings page, the site file and
// the settings table carry them without further code.
namespace yh::model {

/// Who invites to the satisfaction survey (U9).
enum class SurveyTrigger { Off, Automatic, Button, Both };
BOOST_DESCRIBE_ENUM(SurveyTrigger, Off, Automatic, Button, Both)

/// One key of the survey and what it stands for.
struct SurveyChoice {
    std::string key;  ///< "1"
    std::string name;
    bool ask_reason = false;  ///< of a level: the second question follows

    bool operator==(const SurveyChoice&) const = default;
};
BOOST_DESCRIBE_STRUCT(SurveyChoice, (), (key, name, ask_reason))

struct SurveyOptions {
    SurveyTrigger trigger = SurveyTrigger::Off;
    std::string question = "say:请对本次服务进行评价，非常满意请按1，满意请按2，不满意请按3。";
    std::vector<SurveyChoice> level = {{"1", "非常满意", false}, {"2", "满意", false}, {"3", "不满意", true}};
    std::string reason_question = "say:态度不满意请按1，服务不满意请按2，其他原因请按3。";
    std::vector<SurveyChoice> reason = {
        {"1", "态度不满意", false}, {"2", "服务不满意", false}, {"3", "其他原因", false}};
    std::string thanks = "say:感谢您的评价，再见。";
    std::int64_t timeout_s = 8;
    std::int64_t tries = 2;

    bool operator==(const SurveyOptions&) const = default;
};
BOOST_DESCRIBE_STRUCT(SurveyOptions, (), (trigger, question, level, reason_question, reason, thanks, timeout_s, tries))

/// R065: what the customer hears between the agent's answer and the talk. At most 10 s altogether.
struct AgentAnnouncement {
    std::string start_voice;  ///< "prompt:NAME" or "say:TEXT"; empty: none
    bool number = false;      ///< the agent's 工号, digit by digit
    std::string end_voice;

    bool operator==(const AgentAnnouncement&) const = default;
    bool any() const { return number || !start_voice.empty() || !end_voice.empty(); }
};
BOOST_DESCRIBE_STRUCT(AgentAnnouncement, (), (start_voice, number, end_voice))

struct VoicemailOptions {
    std::string greeting = "say:请在提示音后留言，按井号键结束。";
    std::int64_t max_s = 120;
    std::int64_t min_s = 2;      ///< shorter ones are thrown away
    std::int64_t silence_s = 5;  ///< of silence end it; 0: do not

    bool operator==(const VoicemailOptions&) const = default;
};
BOOST_DESCRIBE_STRUCT(VoicemailOptions, (), (greeting, max_s, min_s, silence_s))

/// A feature code (功能码) dialled by a registered phone. Empty: switched off.
struct FeatureCodes {
    std::string ready = "*71";
    std::string busy = "*72";
    std::string rest = "*73";
    std::string sign_out = "*74";
    std::string pick_up = "*8";     ///< alone: any ringing call of my queues; with an extension: that one's
    std::string conference = "*9";  ///< with a room's number: enters it
    std::string voicemail = "*97";  ///< hears the voicemail of my queues

    bool operator==(const FeatureCodes&) const = default;
};
BOOST_DESCRIBE_STRUCT(FeatureCodes, (), (ready, busy, rest, sign_out, pick_up, conference, voicemail))

/// A number, or a pattern as in routes, whose calls go before others.
struct VipNumber {
    std::string pattern;
    std::int64_t priority = 10;
    std::string name;

    bool operator==(const VipNumber&) const = default;
};
BOOST_DESCRIBE_STRUCT(VipNumber, (), (pattern, priority, name))

/// What a customer is to the company (客户类型): "一般" first, which new ones are. Calls of a higher priority go before
/// others, as those of VIP numbers do.
struct CustomerLevel {
    std::string name;
    std::int64_t priority = 0;

    bool operator==(const CustomerLevel&) const = default;
};
BOOST_DESCRIBE_STRUCT(CustomerLevel, (), (name, priority))

/// A number, or a pattern, that does not get through (黑名单).
struct BlockedNumber {
    std::string pattern;
    std::string note;

    bool operator==(const BlockedNumber&) const = default;
};
BOOST_DESCRIBE_STRUCT(BlockedNumber, (), (pattern, note))

/// By what the calls that were answered in time are divided (服务水平, B08). Without early: by what was answered, and
/// what was given up later than at once; with abandoned: by what was answered or given up, however soon; of answered:
/// by what was answered; of all: by every call that came, also those that went on to somebody else.
enum class ServiceFormula { WithoutEarly, WithAbandoned, OfAnswered, OfAll };
BOOST_DESCRIBE_ENUM(ServiceFormula, WithoutEarly, WithAbandoned, OfAnswered, OfAll)

/// The seconds that sums are kept for (docs/decisions/0018): a change is true for the past at once.
inline constexpr std::array<std::int64_t, 10> service_thresholds_s{5, 10, 15, 20, 25, 30, 45, 60, 90, 120};

struct ServiceLevel {
    ServiceFormula formula = ServiceFormula::WithoutEarly;
    std::int64_t answer_within_s = 20;  ///< in time; one of the thresholds
    std::int64_t abandoned_from_s = 5;  ///< given up in less is given up at once; one of the thresholds

    bool operator==(const ServiceLevel&) const = default;
};
BOOST_DESCRIBE_STRUCT(ServiceLevel, (), (formula, answer_within_s, abandoned_from_s))

struct TenantOptions {
    SurveyOptions survey;
    AgentAnnouncement agent_announcement;
    VoicemailOptions voicemail;
    FeatureCodes feature;
    std::vector<VipNumber> vip;
    std::vector<BlockedNumber> blocked;
    std::vector<CustomerLevel> customer_level = {{"一般", 0}, {"重要", 10}, {"VIP", 20}};
    bool host_ends_conference = false;    ///< U7: when the agent who made the three-way hangs up, all are released
    bool call_waiting = false;            ///< a direct call rings the desk phone of an agent who is already talking
    bool auto_answer = false;             ///< desk phones are told to answer by themselves what their queues offer
    bool assigned_agent_first = false;    ///< R088
    bool supervision_keeps_mode = false;  ///< U15: who listens cannot barge in, and the other way round
    HideNumbers hide_numbers = HideNumbers::Off;  ///< for people without the right to see numbers whole
    bool page_watermark = false;          ///< B14: pages show who looks at them, so that a photograph tells whose it is
    bool approve_exports = false;         ///< B14: files wait until somebody with the right to approve has said yes
    std::int64_t abnormal_call_s = 3600;  ///< R268: a call that talks longer counts as abnormal on the big screen
    ServiceLevel service_level{};

    bool operator==(const TenantOptions&) const = default;
};
BOOST_DESCRIBE_STRUCT(TenantOptions, (),
                      (survey, agent_announcement, voicemail, feature, vip, blocked, customer_level,
                       host_ends_conference, call_waiting, auto_answer, assigned_agent_first, supervision_keeps_mode,
                       hide_numbers, page_watermark, approve_exports, abnormal_call_s, service_level))

}  // namespace yh::model
