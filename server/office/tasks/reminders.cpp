#include "office/tasks/reminders.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/log.h"

namespace yh::office::tasks {

namespace {

// A clock that was set back, or a machine that slept, is noticed after this.
constexpr std::int64_t longest_sleep_ms = 60'000;
constexpr std::int64_t shortest_sleep_ms = 50;

}  // namespace

Reminders::Reminders(Office& office, Tell tell) : office_{office}, tell_{std::move(tell)} {}

void Reminders::look() {
    if (looking_) {
        look_again_ = true;
        return;
    }
    looking_ = true;
    office_.writer.write(
        office_.home,
        [this, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return remind(connection, writers_ids(), now);
        },
        [this](Result<Reminded> done) {
            looking_ = false;
            if (!done.ok()) {
                log().warn("tasks.not_read", {{"code", done.error().code}});
                look_after(std::chrono::seconds{5});
                return;
            }
            for (const auto& [person, task] : done->people) {
                tell(model::UserId{person}, "task", task);
            }
            const auto until = done->next_at_ms ? *done->next_at_ms - to_ms(office_.clock.wall()) : longest_sleep_ms;
            look_after(std::chrono::milliseconds{std::clamp(until, shortest_sleep_ms, longest_sleep_ms)});
            if (std::exchange(look_again_, false)) {
                look();
            }
        });
}

void Reminders::tell(model::UserId user, std::string_view about, std::int64_t id) {
    if (tell_) {
        tell_(user, about, id);
    }
}

void Reminders::look_after(Duration delay) {
    if (timer_) {
        office_.home.cancel(*timer_);
    }
    timer_ = office_.home.after(delay, [this] {
        timer_.reset();
        look();
    });
}

}  // namespace yh::office::tasks
