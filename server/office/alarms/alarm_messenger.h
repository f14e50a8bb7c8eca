#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "office/alarms/alarm_words.h"
#include "office/alarms/webhook.h"
#include "office/office.h"

namespace yh::office::alarms {

/// What became of one way of telling.
struct Outcome {
    bool sent = false;
    std::string problem;  ///< a code of ours
    std::string detail;   ///< in the words of the other side
};

/// A message by e-mail, as alarms see it: main hands it to the company's mail server.
using MailDoor = std::function<bool(model::TenantId, std::vector<std::string> to, AlarmMail mail,
                                    std::function<void(Outcome)> done)>;

/// Tells alarms by e-mail and to addresses of the company, each three times at the most. What cannot be told stands in
/// the log with the reason. Owned by AlarmWatch. Thread: home.
class AlarmMessenger {
  public:
    /// Without a door or a port nothing goes out that way.
    AlarmMessenger(Office& office, MailDoor mail, HookPort* hooks)
        : office_{office}, mail_{std::move(mail)}, hooks_{hooks} {}

    using Done = std::function<void(std::string_view how, const Outcome& outcome)>;
    /// `done` runs once for "mail" and once for "webhook", as far as the rule has them.
    void tell(model::TenantId tenant, const AlarmNews& news, const Done& done);
    /// Once, as an administrator's test.
    void try_now(model::TenantId tenant, const AlarmNews& news, const Done& done);

  private:
    void send_mail(model::TenantId tenant, const std::shared_ptr<const AlarmNews>& news, const Done& done, int left);
    void send_hook(const std::shared_ptr<const AlarmNews>& news, const Done& done, int left);

    Office& office_;
    MailDoor mail_;
    HookPort* hooks_;
};

}  // namespace yh::office::alarms
