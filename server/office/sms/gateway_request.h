#pragma once

#include <string>
#include <vector>

#include "office/sms/gateway.h"

// How a text becomes a request to the configured gateway, and what its answer means. Pure.
namespace yh::office::sms {

struct GatewayRequest {
    std::string method;
    std::string url;
    std::vector<std::string> headers;  ///< "Name: value"
    std::string body;                  ///< empty for GET
};

/// Fills in {number}, {text}, {sender} and {secret}: percent-encoded in the URL and in a form body, escaped in a JSON
/// body, as they are elsewhere. No value can add a header or a member.
GatewayRequest request_for(const SmsToSend& sms);

/// `status` and `body` as the gateway answered.
SmsDelivery judge(const settings::SiteSms& gateway, long status, const std::string& body);

}  // namespace yh::office::sms
