#include "office/sms/outbox.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "base/log.h"

namespace yh::office::sms {

namespace {

using std::chrono::milliseconds;

// The end of a number is enough for whoever reads the log beside the list.
std::string last_digits(const std::string& number) {
    constexpr std::size_t shown = 4;
    return number.size() <= shown ? number : "*" + number.substr(number.size() - shown);
}

}  // namespace

Outbox::Outbox(Office& office, SmsGateway* gateway, Tell tell)
    : office_{office}, gateway_{gateway}, tell_{std::move(tell)} {}

void Outbox::start() {
    office_.writer.write(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) { return give_up_unfinished(connection, now); },
        [this](const Result<std::int64_t>& unknown) {
            if (unknown.ok() && *unknown > 0) {
                log().warn("sms.unfinished", {{"texts", *unknown}});
            }
            look();
        });
}

void Outbox::look() {
    if (looking_) {
        look_again_ = true;
        return;
    }
    looking_ = true;
    office_.readers.read(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) { return due_messages(connection, now); },
        [this](Result<SmsDue> due) {
            looking_ = false;
            if (!due.ok()) {
                log().warn("sms.not_read", {{"code", due.error().code}});
                look_after(std::chrono::seconds{5});
                return;
            }
            take(*due);
            if (std::exchange(look_again_, false)) {
                look();
            }
        });
}

void Outbox::take(const SmsDue& due) {
    for (const auto& row : due.rows) {
        if (in_hand_.size() >= most_at_once) {
            return;  // whoever comes to an end looks again
        }
        auto& of_this = of_tenant_[row.tenant_id];
        if (of_this >= most_of_one || !in_hand_.insert(row.id).second) {
            continue;
        }
        ++of_this;
        office_.writer.write(
            office_.home, [id = row.id](db::Connection& connection) { return claim(connection, id); },
            [this, row](Result<std::optional<Claimed>> claimed) {
                if (claimed.ok() && *claimed) {
                    send(**std::move(claimed));
                    return;
                }
                release(row);
                if (!claimed.ok()) {
                    look_after(std::chrono::seconds{5});
                }
            });
    }
    if (due.next_at_ms) {
        look_after(milliseconds{std::max<std::int64_t>(*due.next_at_ms - to_ms(office_.clock.wall()), 50)});
    }
}

void Outbox::send(Claimed claimed) {
    auto shared = std::make_shared<Claimed>(std::move(claimed));
    if (gateway_ == nullptr || !shared->gateway || !shared->gateway->enabled) {
        finish(*shared, {SmsOutcome::Refused, "sms.no_gateway", {}});
        return;
    }
    const bool taken = gateway_->send({*shared->gateway, shared->row.number, shared->row.text},
                                      [this, shared](const SmsDelivery& delivery) { finish(*shared, delivery); });
    if (taken) {
        return;
    }
    constexpr std::int64_t a_second_ms = 1000;
    office_.writer.write(
        office_.home,
        [id = shared->row.id, at = to_ms(office_.clock.wall()) + a_second_ms](db::Connection& connection) {
            return put_back(connection, id, at, Attempt::DoesNotCount);
        },
        [this, shared](const Result<void>&) { release(shared->row); });
}

void Outbox::finish(const Claimed& claimed, const SmsDelivery& delivery) {
    log().info("sms.outcome", {{"sms", claimed.row.id},
                               {"to", last_digits(claimed.row.number)},
                               {"outcome", enum_text(delivery.outcome)},
                               {"reason", delivery.reason},
                               {"attempt", claimed.row.attempts}});
    office_.writer.write(
        office_.home,
        [claimed, delivery, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return settle(connection, claimed, delivery, now);
        },
        [this, row = claimed.row](const Result<void>&) {
            release(row);
            if (tell_) {
                tell_(model::UserId{row.user_id}, row.id);
            }
        });
}

void Outbox::release(const SmsRow& row) {
    in_hand_.erase(row.id);
    const auto of_this = of_tenant_.find(row.tenant_id);
    if (of_this != of_tenant_.end() && --of_this->second == 0) {
        of_tenant_.erase(of_this);
    }
    look();
}

void Outbox::look_after(Duration delay) {
    if (timer_) {
        office_.home.cancel(*timer_);
    }
    timer_ = office_.home.after(delay, [this] {
        timer_.reset();
        look();
    });
}

void Outbox::try_gateway(SmsToSend sms, std::function<void(SmsDelivery)> done) {
    if (gateway_ == nullptr || !gateway_->send(std::move(sms), done)) {
        done({SmsOutcome::NotReached, "sms.busy", {}});
    }
}

}  // namespace yh::office::sms
