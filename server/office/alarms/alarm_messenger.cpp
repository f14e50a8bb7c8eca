#include "office/alarms/alarm_messenger.h"

#include <utility>

namespace yh::office::alarms {

namespace {

constexpr int most_attempts = 3;
// The second try comes soon, for a network that stumbled; the third after a restart of the other side may be over.
constexpr Duration pause_before(int left) {
    return left == 1 ? std::chrono::seconds{30} : std::chrono::seconds{3};
}

}  // namespace

void AlarmMessenger::tell(model::TenantId tenant, const AlarmNews& news, const Done& done) {
    const auto shared = std::make_shared<const AlarmNews>(news);
    if (!news.rule.mail_to.empty()) {
        send_mail(tenant, shared, done, most_attempts);
    }
    if (!news.rule.webhook.empty()) {
        send_hook(shared, done, most_attempts);
    }
}

void AlarmMessenger::try_now(model::TenantId tenant, const AlarmNews& news, const Done& done) {
    const auto shared = std::make_shared<const AlarmNews>(news);
    if (!news.rule.mail_to.empty()) {
        send_mail(tenant, shared, done, 1);
    }
    if (!news.rule.webhook.empty()) {
        send_hook(shared, done, 1);
    }
}

void AlarmMessenger::send_mail(model::TenantId tenant, const std::shared_ptr<const AlarmNews>& news, const Done& done,
                               int left) {
    const auto told = [this, tenant, news, done, left](const Outcome& outcome) {
        if (!outcome.sent && left > 1 && outcome.problem != "mail.no_server") {
            office_.home.after(pause_before(left - 1),
                               [this, tenant, news, done, left] { send_mail(tenant, news, done, left - 1); });
        } else {
            done("mail", outcome);
        }
    };
    if (!mail_ || !mail_(tenant, news->rule.mail_to, mail_of(*news), told)) {
        told({false, "mail.busy", {}});
    }
}

void AlarmMessenger::send_hook(const std::shared_ptr<const AlarmNews>& news, const Done& done, int left) {
    const auto told = [this, news, done, left](const HookDelivery& delivery) {
        if (!delivery.sent && left > 1 && delivery.reason != "alarm.hook_inside") {
            office_.home.after(pause_before(left - 1), [this, news, done, left] { send_hook(news, done, left - 1); });
        } else {
            done("webhook", {delivery.sent, delivery.reason, delivery.detail});
        }
    };
    const HookToSend hook{news->rule.webhook, news->rule.webhook_secret, body_of(*news)};
    if (hooks_ == nullptr || !hooks_->send(hook, told)) {
        told({false, "alarm.hook_busy", {}});
    }
}

}  // namespace yh::office::alarms
