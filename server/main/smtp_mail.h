#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/worker.h"
#include "office/alerts/mail.h"

namespace yh::app {

/// Hands messages to the companies' mail servers (SMTP, RFC 5321), one at a time; inside our own network only to hosts
/// that the operator named in `lookup_hosts`. Owned by main; ends when the message it is at has been settled. Thread:
/// home.
class SmtpMail final : public office::alerts::MailPort {
  public:
    SmtpMail(Loop& home, std::vector<std::string> hosts_inside)
        : home_{home}, hosts_inside_{std::move(hosts_inside)}, worker_{"mail", 4, 10} {}

    bool send(office::alerts::MailToSend mail, std::function<void(office::alerts::MailDelivery)> done) override;

  private:
    Loop& home_;
    const std::vector<std::string> hosts_inside_;
    Worker worker_;  // last: it ends first
};

/// Asks the mail server. Blocks, half a minute at the most.
office::alerts::MailDelivery send_mail_now(const office::alerts::MailToSend& mail,
                                           const std::vector<std::string>& hosts_inside, std::int64_t at_ms);

}  // namespace yh::app
