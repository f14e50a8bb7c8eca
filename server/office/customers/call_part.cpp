#include "office/customers/call_part.h"

#include <algorithm>
#include <utility>

namespace yh::office::customers {

namespace {

// Whoever only listens in has no part in it.
std::optional<CallPart> part_of(const model::LiveCall& call, const people::SignedIn& who) {
    if (call.tenant != who.tenant || call.direction == model::Direction::Internal) {
        return std::nullopt;
    }
    std::optional<CallPart> part;
    for (const auto& leg : call.legs) {
        const bool supervises = !call.supervision.empty() && call.supervision.front().leg == leg.leg;
        if (leg.user == who.user && !supervises) {
            const bool talks = std::ranges::find(call.parties, leg.leg) != call.parties.end();
            part = CallPart{call.id, call.customer_number, talks && call.answered_at_ms != 0};
        }
    }
    return part;
}

using Done = std::function<void(std::optional<CallPart>)>;

// A call that has ended is not live any more, and has its record a moment later: when its sound has been measured and
// its recording is closed, which takes three seconds at the most.
constexpr auto look_again_after = std::chrono::milliseconds{200};
constexpr int most_looks = 20;

void look_at_record(Office& office, const people::SignedIn& who, model::CallId call, int looks, Done done) {
    office.when_recorded([&office, who, call, looks, done = std::move(done)] {
        office.readers.read(
            office.home, [who, call](db::Connection& connection) { return find_recorded_part(connection, who, call); },
            [&office, who, call, looks, done](Result<RecordedPart> found) {
                if (found.ok() && !found->recorded && looks < most_looks) {
                    office.home.after(look_again_after, [&office, who, call, looks, done] {
                        look_at_record(office, who, call, looks + 1, done);
                    });
                    return;
                }
                done(found.ok() ? std::move(found->part) : std::nullopt);
            });
    });
}

}  // namespace

void find_call_part(Office& office, const people::SignedIn& who, model::CallId call, Done done) {
    office.desk.look(call, office.home,
                     [&office, who, call, done = std::move(done)](std::optional<model::LiveCall> live) {
                         if (auto part = live ? part_of(*live, who) : std::nullopt; part || live) {
                             done(std::move(part));
                             return;
                         }
                         look_at_record(office, who, call, 1, done);
                     });
}

}  // namespace yh::office::customers
