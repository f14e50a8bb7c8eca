#include "office/records/phone_messages.h"

#include <cstdio>
#include <utility>

#include "base/log.h"
#include "office/records/message_store.h"
#include "office/records/service_store.h"

namespace yh::office::records {

namespace {

void log_if_failed(std::string_view what, model::RecordingId message, const Error& error) {
    log().warn("message.not_changed", {{"what", what}, {"message", message}, {"code", error.code}});
}

}  // namespace

// As if the person had signed in at a page: a telephone is believed by its registration. Thread: home.
std::optional<people::SignedIn> PhoneMessages::person(model::UserId user) const {
    const auto* known = office_.directory == nullptr ? nullptr : office_.directory->find_user(user);
    if (known == nullptr) {
        return std::nullopt;
    }
    people::SignedIn who;
    who.user = known->id;
    who.tenant = known->tenant;
    who.role = known->role;
    who.number = known->number;
    who.name = known->name;
    if (office_.chart) {
        office_.chart->fill(who);
    }
    return who;
}

void PhoneMessages::ask_messages(model::CallId call, model::UserId user) {
    office_.home.post([this, call, user] {
        const auto who = person(user);
        if (!who || !people::may(*who, people::rights::see_records)) {
            call_loop_.post([this, call] { answer_(call, Error{ErrorKind::Forbidden, "messages.not_yours", {}}); });
            return;
        }
        office_.readers.read(
            call_loop_, [who = *who](db::Connection& connection) { return messages_to_hear(connection, who); },
            [this, call, may_remove = people::may(*who, people::rights::delete_voicemail)](
                Result<std::vector<calls::StoredMessage>> found) {
                if (found.ok()) {
                    answer_(call, calls::StoredMessages{*std::move(found), may_remove});
                } else {
                    answer_(call, std::move(found).error());
                }
            });
    });
}

void PhoneMessages::mark_listened(model::UserId user, model::RecordingId message) {
    office_.home.post([this, user, message] {
        if (const auto who = person(user)) {
            office_.writer.write(
                office_.home,
                [who = *who, message, now = to_ms(office_.clock.wall())](db::Connection& connection) {
                    return records::mark_listened(connection, who, message, true, now);
                },
                [message](const Result<void>& done) {
                    if (!done.ok()) {
                        log_if_failed("listened", message, done.error());
                    }
                });
        }
    });
}

// The file goes when the database has forgotten it, on a thread that may wait for the disk.
void PhoneMessages::remove_message(model::UserId user, model::RecordingId message) {
    office_.home.post([this, user, message] {
        const auto who = person(user);
        if (!who || !people::may(*who, people::rights::delete_voicemail)) {
            return;  // the right went while they listened
        }
        office_.writer.write(
            office_.home,
            [who = *who, message, now = to_ms(office_.clock.wall())](db::Connection& connection) {
                return delete_voicemail(connection, who, message, now);
            },
            [this, message](Result<std::optional<std::string>> path) {
                if (!path.ok()) {
                    log_if_failed("removed", message, path.error());
                    return;
                }
                if (!*path) {
                    log().info("message.on_hold", {{"message", message}});
                    return;
                }
                office_.readers.read(
                    office_.home,
                    [file = office_.recordings_root + "/" + **path](db::Connection&) -> Result<int> {
                        return std::remove(file.c_str());
                    },
                    [](const Result<int>&) {});
            });
    });
}

}  // namespace yh::office::records
