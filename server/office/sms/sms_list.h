#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "office/lists/list_store.h"
#include "office/sms/sms_store.h"

namespace yh::office::sms {

/// A text as lists show it.
struct SmsView {
    Id<struct SmsTag> id;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
    std::string agent;  ///< 工号
    std::string agent_name;
    std::string number;
    std::optional<std::string> number_token;
    std::string text;
    std::string template_;
    std::int64_t segments = 0;
    SmsState state = SmsState::Queued;
    std::string reason;  ///< a code of ours: "sms.refused"
    std::string detail;  ///< in the gateway's words
    std::optional<model::CallId> call;
};
BOOST_DESCRIBE_STRUCT(SmsView, (),
                      (id, created_at_ms, ended_at_ms, agent, agent_name, number, number_token, text, template_,
                       segments, state, reason, detail, call))

/// Texts that were sent (R202): everybody sees his own, leaders those of whom they lead, administrators all.
lists::Listing<SmsView> sms_listing();

}  // namespace yh::office::sms
