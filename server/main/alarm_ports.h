#pragma once

#include <string>
#include <vector>

#include "base/loop.h"
#include "base/worker.h"
#include "calls/conductor.h"
#include "office/alarms/alarm_messenger.h"
#include "office/alarms/alarm_sight.h"
#include "office/alarms/alarm_watch.h"
#include "office/alarms/webhook.h"
#include "office/alerts/mail.h"
#include "office/office.h"

// What alarms look at, and how they get out: the rooms of the office do not see each other.
namespace yh::app {

/// Queues and agents from the conductor, the day as the big screen counts it, of the whole company. All of it outlives
/// what is made here.
office::alarms::AlarmSight alarm_sight(office::Office& office, Loop& call_loop, const calls::Conductor& conductor);

/// By the company's mail server.
office::alarms::MailDoor alarm_mail(office::Office& office, office::alerts::MailPort& mail);

/// Posts to the companies' own addresses: http or https, ten seconds, no redirects; inside our own network only to
/// hosts that the operator named (`lookup_hosts`). With a secret the header X-Yinghe-Signature is
/// "sha256=" and HMAC-SHA256 of the body in hexadecimal. Owned by main; ends when its thread has finished what
/// it is at. Thread: home.
class AlarmHooks final : public office::alarms::HookPort {
  public:
    AlarmHooks(Loop& home, std::vector<std::string> hosts_inside)
        : home_{home}, hosts_inside_{std::move(hosts_inside)}, worker_{"alarm-hooks", 64, 10} {}

    bool send(office::alarms::HookToSend hook, std::function<void(office::alarms::HookDelivery)> done) override;

  private:
    Loop& home_;
    const std::vector<std::string> hosts_inside_;
    Worker worker_;  // last: it ends first
};

/// What is raised, as a list in JSON. Alarms of a single queue are for whoever sees that queue, those of the whole
/// company for whoever sees all of it. Thread: home.
std::string alarms_seen_by(const office::people::SignedIn& who, const office::Office& office,
                           const office::alarms::AlarmWatch& watch);

/// Blocks.
office::alarms::HookDelivery send_hook_now(const office::alarms::HookToSend& hook,
                                           const std::vector<std::string>& hosts_inside);
/// Of a body, in hexadecimal.
std::string hook_signature(const std::string& secret, const std::string& body);

}  // namespace yh::app
