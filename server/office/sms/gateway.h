#pragma once

#include <functional>
#include <string>

#include <boost/describe/enum.hpp>

#include "office/settings/site_messages.h"

namespace yh::office::sms {

/// What became of one text.
enum class SmsOutcome {
    Sent,        ///< the gateway took it
    Refused,     ///< it said no, and will say so again
    NotReached,  ///< nothing left us: may be tried again
    Unclear,     ///< it was asked and the answer tells nothing: must not be sent a second time
};
BOOST_DESCRIBE_ENUM(SmsOutcome, Sent, Refused, NotReached, Unclear)

struct SmsDelivery {
    SmsOutcome outcome = SmsOutcome::Unclear;
    std::string reason;  ///< a code of ours, "sms.refused"; empty when sent
    std::string detail;  ///< in the gateway's words, shortened
};

struct SmsToSend {
    settings::SiteSms gateway;
    std::string number;
    std::string text;
};

/// Sends one text to one number. Implemented by main over HTTP (main/sms_http_gateway.h). Thread: home.
class SmsGateway {
  public:
    virtual ~SmsGateway() = default;
    /// False when it has too much to do: ask again later. Else `done` runs on home, once, whatever happens.
    virtual bool send(SmsToSend sms, std::function<void(SmsDelivery)> done) = 0;
};

}  // namespace yh::office::sms
