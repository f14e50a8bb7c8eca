#include "office/persons/person_desk.h"

#include <chrono>
#include <utility>

#include "base/log.h"

namespace yh::office::persons {

namespace {

constexpr std::int64_t portion = 50;
constexpr auto between_portions = std::chrono::milliseconds{20};
constexpr auto after_trouble = std::chrono::seconds{10};
constexpr auto by_itself = std::chrono::hours{1};

}  // namespace

void PersonDesk::start() {
    office_.home.post([self = shared_from_this()] { self->look(); });
}

void PersonDesk::look_after(Duration delay) {
    office_.home.after(delay, [self = shared_from_this()] {
        self->looking_ = false;
        self->look();
    });
}

void PersonDesk::look() {
    if (std::exchange(looking_, true)) {
        return;
    }
    office_.readers.read(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) { return next_erasure(connection, now); },
        [self = shared_from_this()](Result<std::optional<PersonRequest>> next) {
            if (!next.ok()) {
                log().warn("person.not_read", {{"code", next.error().code}});
                self->look_after(after_trouble);
            } else if (*next) {
                self->take(**next);
            } else {
                self->looking_ = false;
            }
        });
    // What is held until some day is found by this.
    if (!std::exchange(ticking_, true)) {
        tick();
    }
}

void PersonDesk::tick() {
    office_.home.after(by_itself, [self = shared_from_this()] {
        self->look();
        self->tick();
    });
}

void PersonDesk::take(const PersonRequest& request) {
    office_.writer.write(
        office_.home,
        [self = shared_from_this(), request, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return take_step(connection, request, self->parts_, portion, now);
        },
        [self = shared_from_this(), request](const Result<bool>& more) {
            if (more.ok()) {
                if (!*more) {
                    log().info("person.erased", {{"request", request.id}});
                    // A number may have left the black list or the VIP list: the telephones go by them.
                    if (self->office_.on_site_changed) {
                        self->office_.on_site_changed([] {});
                    }
                    if (self->remove_files_) {
                        self->remove_files_();
                    }
                    if (self->office_.tell_person) {
                        self->office_.tell_person(model::UserId{request.user_id}, "person", request.id);
                    }
                }
                self->look_after(between_portions);
                return;
            }
            log().error("person.failed", {{"request", request.id}, {"code", more.error().code}});
            self->office_.writer.write(
                self->office_.home,
                [id = request.id, code = std::string{more.error().code}, now = to_ms(self->office_.clock.wall())](
                    db::Connection& connection) { return note_failed(connection, id, code, now); },
                [self](const Result<void>&) { self->look_after(after_trouble); });
        });
}

}  // namespace yh::office::persons
