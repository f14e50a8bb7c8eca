#include "main/alarm_ports.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/json.h"
#include "main/http_client.h"
#include "office/figures/today_feed.h"
#include "office/settings/site_messages_store.h"
#include "office/supervision/live_scope.h"

namespace yh::app {

namespace {

using office::Office;
using office::alarms::DayNow;
using office::alarms::HookDelivery;
using office::alarms::LiveNow;
using office::alarms::Outcome;
using office::alarms::QueueNow;

constexpr long give_up_after_s = 10;
constexpr std::size_t most_bytes = 64 * 1024;

struct QueueAsked {
    model::QueueId id;
    std::string number;
};

/// The queues of a company and everybody who serves one of them.
struct Asked {
    std::vector<QueueAsked> queues;
    std::vector<model::UserId> people;
};

Asked asked_of(const model::Directory& directory, model::TenantId tenant) {
    Asked asked;
    std::set<model::UserId> people;
    for (const auto& queue : directory.queues) {
        if (queue.tenant == tenant) {
            asked.queues.push_back({queue.id, queue.number});
            for (const auto& member : queue.members) {
                people.insert(member.user);
            }
        }
    }
    asked.people.assign(people.begin(), people.end());
    return asked;
}

// Thread: call loop. Counts only: no picture of a call is made for it.
LiveNow look_at(const calls::Conductor& conductor, const Asked& asked, std::int64_t now_ms) {
    constexpr std::int64_t ms_of_second = 1000;
    LiveNow now;
    for (const auto& [id, number] : asked.queues) {
        const auto live = conductor.live_queue(id);
        if (!live) {
            continue;
        }
        QueueNow queue{number, static_cast<std::int64_t>(live->waiting.size()), 0, live->ready};
        for (const auto& waiting : live->waiting) {
            queue.longest_wait_s = std::max(queue.longest_wait_s, (now_ms - waiting.entered_at_ms) / ms_of_second);
        }
        now.queues.push_back(std::move(queue));
    }
    for (const auto user : asked.people) {
        const auto agent = conductor.live_agent(user);
        now.ready += agent && agent->state == model::AgentState::Ready && agent->device_online &&
                     agent->activity == model::AgentActivity::Idle;
    }
    return now;
}

DayNow day_of(const office::figures::TodayFigures& today) {
    DayNow day{{}, today.abandoned, today.abnormal};
    for (const auto& queue : today.queues) {
        day.queues.push_back({queue.number, queue.in_time, queue.measured, queue.abandoned});
    }
    return day;
}

// Somebody of the company who sees all of it.
office::people::SignedIn whole_company(model::TenantId tenant) {
    office::people::SignedIn who;
    who.tenant = tenant;
    who.role = model::Role::Admin;
    who.own_data = office::people::DataScope::All;
    return who;
}

}  // namespace

office::alarms::AlarmSight alarm_sight(Office& office, Loop& call_loop, const calls::Conductor& conductor) {
    office::alarms::AlarmSight sight;
    sight.live = [&office, &call_loop, &conductor](model::TenantId tenant, std::function<void(LiveNow)> done) {
        call_loop.post([&office, &conductor, asked = asked_of(*office.directory, tenant), done = std::move(done),
                        now = to_ms(office.clock.wall())]() mutable {
            office.home.post(
                [done = std::move(done), seen = look_at(conductor, asked, now)]() mutable { done(std::move(seen)); });
        });
    };
    sight.day = [&office](model::TenantId tenant, std::function<void(Result<DayNow>)> done) {
        office.readers.read(
            office.home,
            [tenant, day = office::figures::company_day(office, tenant)](db::Connection& connection) -> Result<DayNow> {
                YH_TRY(const auto today, office::figures::today_figures(connection, whole_company(tenant), day));
                return day_of(today);
            },
            std::move(done));
    };
    return sight;
}

std::string alarms_seen_by(const office::people::SignedIn& who, const Office& office,
                           const office::alarms::AlarmWatch& watch) {
    auto raised = watch.raised(who.tenant);
    if (who.data() != office::people::DataScope::All && !raised.empty()) {
        const office::supervision::Scope scope{who, *office.directory};
        std::erase_if(raised, [&](const office::alarms::RaisedAlarm& alarm) {
            const auto* queue = alarm.queue.empty() ? nullptr : office.directory->find_queue(who.tenant, alarm.queue);
            return queue == nullptr || !scope.sees(*queue);
        });
    }
    std::string text;
    append_json(text, raised);
    return text;
}

office::alarms::MailDoor alarm_mail(Office& office, office::alerts::MailPort& mail) {
    return [&office, &mail](model::TenantId tenant, std::vector<std::string> to, office::alarms::AlarmMail message,
                            std::function<void(Outcome)> done) {
        office.readers.read(
            office.home,
            [tenant](db::Connection& connection) { return office::settings::load_mail(connection, tenant.value); },
            [&mail, to = std::move(to), message = std::move(message),
             done = std::move(done)](const Result<std::optional<office::settings::SiteMail>>& server) {
                if (!server.ok() || !*server || (*server)->host.empty()) {
                    done({false, "mail.no_server", {}});
                    return;
                }
                const auto told = [done](const office::alerts::MailDelivery& delivery) {
                    done({delivery.sent, delivery.reason, delivery.detail});
                };
                if (!mail.send({**server, to, message.subject, message.text}, told)) {
                    done({false, "mail.busy", {}});
                }
            });
        return true;
    };
}

std::string hook_signature(const std::string& secret, const std::string& body) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    ::HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(body.data()), body.size(), bytes.data(), &length);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += fmt::format("{:02x}", bytes.at(i));
    }
    return text;
}

HookDelivery send_hook_now(const office::alarms::HookToSend& hook, const std::vector<std::string>& hosts_inside) {
    HttpCall call{"POST", hook.address, {}, hook.body};
    call.give_up_after_s = give_up_after_s;
    call.most_bytes = most_bytes;
    call.headers.emplace_back("Content-Type: application/json");
    if (!hook.secret.empty()) {
        call.headers.push_back("X-Yinghe-Signature: sha256=" + hook_signature(hook.secret, hook.body));
    }
    const bool named = std::ranges::find(hosts_inside, host_of_url(hook.address)) != hosts_inside.end();
    call.inside = named ? Inside::Allowed : Inside::Refused;
    const auto answer = http_call(call);
    if (!answer.ok()) {
        if (answer.error().code == "url.inside") {
            return {false, "alarm.hook_inside", {}};
        }
        const bool unreachable = answer.error().code == "url.unreachable";
        return {false, unreachable ? "alarm.hook_unreachable" : "alarm.hook_no_answer", {}};
    }
    constexpr long first_ok = 200;
    constexpr long past_ok = 300;
    if (answer->status < first_ok || answer->status >= past_ok) {
        return {false, "alarm.hook_refused", fmt::format("HTTP {}", answer->status)};
    }
    return {true, {}, {}};
}

bool AlarmHooks::send(office::alarms::HookToSend hook, std::function<void(HookDelivery)> done) {
    return worker_.post([this, hook = std::move(hook), done = std::move(done)] {
        home_.post([done, delivery = send_hook_now(hook, hosts_inside_)] { done(delivery); });
    });
}

}  // namespace yh::app
