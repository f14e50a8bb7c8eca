#include "main/sms_http_gateway.h"

#include <algorithm>
#include <utility>

#include "main/http_client.h"
#include "office/sms/gateway_request.h"

namespace yh::app {

using office::sms::SmsDelivery;
using office::sms::SmsOutcome;

namespace {

constexpr std::size_t most_bytes = 64 * 1024;
// The outbox has fewer texts under way than there are threads; more wait only while somebody tries a gateway.
constexpr std::size_t waiting_each = 2;

// The URL may hold the secret: only what curl says of it is shown.
std::string without_url(const std::string& detail) {
    const auto colon = detail.rfind(": ");
    return colon == std::string::npos ? std::string{} : detail.substr(colon + 2);
}

SmsDelivery not_answered(const Error& error) {
    if (error.code == "url.inside") {
        return {SmsOutcome::Refused, "sms.gateway_inside", {}};
    }
    if (error.code == "url.unreachable") {
        return {SmsOutcome::NotReached, "sms.unreachable", without_url(error.detail)};
    }
    return {SmsOutcome::Unclear, "sms.no_answer", without_url(error.detail)};
}

}  // namespace

SmsDelivery send_now(const office::sms::SmsToSend& sms, const std::vector<std::string>& hosts_inside) {
    const auto request = office::sms::request_for(sms);
    if (!request.url.starts_with("http://") && !request.url.starts_with("https://")) {
        return {SmsOutcome::Refused, "sms.no_gateway", {}};
    }
    HttpCall call{request.method, request.url, {}, request.body};
    call.headers = request.headers;
    call.give_up_after_s = sms.gateway.timeout_s;
    call.most_bytes = most_bytes;
    const bool named = std::ranges::find(hosts_inside, host_of_url(request.url)) != hosts_inside.end();
    call.inside = named ? Inside::Allowed : Inside::Refused;
    const auto answer = http_call(call);
    return answer.ok() ? office::sms::judge(sms.gateway, answer->status, answer->body) : not_answered(answer.error());
}

SmsHttpGateway::SmsHttpGateway(Loop& home, std::vector<std::string> hosts_inside)
    : home_{home}, hosts_inside_{std::move(hosts_inside)} {
    for (std::size_t i = 0; i < threads; ++i) {
        hands_.push_back({std::make_unique<Worker>("sms-" + std::to_string(i), waiting_each, 10)});
    }
}

bool SmsHttpGateway::send(office::sms::SmsToSend sms, std::function<void(SmsDelivery)> done) {
    auto& hand = *std::ranges::min_element(hands_, {}, &Hand::under_way);
    const bool taken = hand.worker->post([this, &hand, sms = std::move(sms), done = std::move(done)] {
        home_.post([&hand, done, delivery = send_now(sms, hosts_inside_)] {
            --hand.under_way;
            done(delivery);
        });
    });
    hand.under_way += taken ? 1 : 0;
    return taken;
}

}  // namespace yh::app
