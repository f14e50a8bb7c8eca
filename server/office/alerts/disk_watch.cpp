#include "office/alerts/disk_watch.h"

#include <filesystem>
#include <memory>
#include <utility>

#include "base/log.h"

namespace yh::office::alerts {

namespace {

constexpr auto look_every = std::chrono::seconds{5};

struct Found {
    DiskRoom room;
    std::vector<Crossing> crossings;
    std::vector<DueAlert> due;
};

// The folder itself may still be to come: then it will be where its parent is.
Result<DiskRoom> room_at(const std::string& folder) {
    std::error_code missing;
    auto there = std::filesystem::absolute(folder, missing);
    while (!std::filesystem::exists(there, missing) && there.has_relative_path()) {
        there = there.parent_path();
    }
    const auto space = std::filesystem::space(there, missing);
    if (missing || space.capacity == 0) {
        return unavailable("disk.unreadable", folder + ": " + missing.message());
    }
    return DiskRoom{static_cast<std::int64_t>(space.available), static_cast<std::int64_t>(space.capacity)};
}

}  // namespace

void DiskWatch::later() {
    office_.home.after(look_every, [this] { look(); });
}

void DiskWatch::look() {
    office_.readers.read(
        office_.home,
        [folder = office_.recordings_root,
         now = to_ms(office_.clock.wall())](db::Connection& connection) -> Result<Found> {
            Found found;
            YH_TRY(found.room, room_at(folder));
            YH_TRY(found.crossings, find_crossings(connection, found.room));
            YH_TRY(found.due, due_alerts(connection, now));
            return found;
        },
        [this](Result<Found> found) {
            if (!found.ok()) {
                log().warn("disk.not_watched", {{"code", found.error().code}});
                later();
            } else if (!found->crossings.empty()) {
                note(std::move(found->crossings), found->room);
            } else {
                send(std::move(found->due));
            }
        });
}

void DiskWatch::note(std::vector<Crossing> crossings, const DiskRoom& room) {
    for (const auto& crossing : crossings) {
        log().warn(crossing.over ? "disk.room_again" : "disk.low",
                   {{"tenant", crossing.tenant_id}, {"free_bytes", room.free_bytes}, {"total", room.total_bytes}});
    }
    office_.writer.write(
        office_.home,
        [this, crossings = std::move(crossings), room, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return note_crossings(connection, crossings, room, writers_ids_, now);
        },
        [this](const Result<void>& noted) {
            if (noted.ok()) {
                look();  // what is due now is told at once
            } else {
                later();
            }
        });
}

// One after the other: a company has one disk and a handful of mailboxes.
void DiskWatch::send(std::vector<DueAlert> due) {
    if (due.empty() || mail_ == nullptr) {
        later();
        return;
    }
    auto alert = std::move(due.back());
    due.pop_back();
    const auto shared = std::make_shared<DueAlert>(std::move(alert));
    const auto rest = std::make_shared<std::vector<DueAlert>>(std::move(due));
    const auto told = [this, shared, rest](const MailDelivery& delivery) {
        log().info("disk.alert", {{"alert", shared->id}, {"sent", delivery.sent}, {"reason", delivery.reason}});
        office_.writer.write(
            office_.home,
            [shared, delivery, now = to_ms(office_.clock.wall())](db::Connection& connection) {
                return note_delivery(connection, *shared, delivery, now);
            },
            [this, rest](const Result<void>& noted) {
                // What could not be written down must not be sent again and again at once.
                if (noted.ok()) {
                    send(std::move(*rest));
                } else {
                    later();
                }
            });
    };
    if (shared->mail.server.host.empty() || shared->mail.to.empty()) {
        told({false, "mail.no_server", {}});
    } else if (!mail_->send(shared->mail, told)) {
        later();
    }
}

void DiskWatch::try_mail(MailToSend mail, std::function<void(MailDelivery)> done) {
    if (mail_ == nullptr || !mail_->send(std::move(mail), done)) {
        done({false, "mail.busy", {}});
    }
}

}  // namespace yh::office::alerts
