#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/worker.h"
#include "office/sms/gateway.h"

namespace yh::app {

/// Hands texts to the companies' gateways: http or https only, no redirects, 64 KB of an answer; inside our own network
/// only hosts that the operator named in `lookup_hosts`. Several threads, so that one slow gateway does not keep the
/// others waiting. Owned by main; ends when its threads have finished what they are at. Thread: home.
class SmsHttpGateway final : public office::sms::SmsGateway {
  public:
    SmsHttpGateway(Loop& home, std::vector<std::string> hosts_inside);

    bool send(office::sms::SmsToSend sms, std::function<void(office::sms::SmsDelivery)> done) override;

  private:
    static constexpr std::size_t threads = 4;

    Loop& home_;
    const std::vector<std::string> hosts_inside_;
    struct Hand {
        std::unique_ptr<Worker> worker;
        int under_way = 0;  ///< what waits in its queue, and what it is at
    };
    std::vector<Hand> hands_;
};

/// Asks the gateway. Blocks.
office::sms::SmsDelivery send_now(const office::sms::SmsToSend& sms, const std::vector<std::string>& hosts_inside);

}  // namespace yh::app
