#include <string>
#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// Outside numbers: over the rule's trunks, one after the other as long as it is the trunk that fails. Each attempt is a
// leg of its own, so that the record tells which trunk was tried and why it was left.
namespace yh::calls {

using model::EndingSide;

namespace {

// A trunk that refuses us or has no way on; what is said of the person called (busy, no such number) is none.
bool is_trunks_fault(int status) {
    return status == 401 || status == 407 || status == 408 || (status >= 500 && status < 600);
}

// The same wish again over the next trunk, with nothing of the attempt that failed.
Leg next_attempt(const LegWish& failed) {
    Leg leg;
    static_cast<LegWish&>(leg) = failed;
    leg.trunk = failed.spare.front();
    leg.spare.erase(leg.spare.begin());
    return leg;
}

}  // namespace

// Null: no trunk of the rule could even be asked.
Leg* Conductor::start_outside(Call& call, Leg leg, const model::OutboundRule& rule, std::string_view number) {
    leg.trunk = rule.trunk;
    leg.spare = rule.backups;
    leg.dialled = model::dialled_number(rule, number);
    return start_over_trunks(call, std::move(leg));
}

Leg* Conductor::start_over_trunks(Call& call, Leg leg) {
    if (!leg.id) {
        leg.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    }
    const auto asked_for = leg.id;
    for (;;) {
        Leg next;
        if (!leg.spare.empty()) {
            next = next_attempt(leg);
            // What the wish holds (the agent, the offer) is the last attempt's to let go.
            leg.occupies_agent = false;
            leg.offer_open = false;
        }
        const auto id = leg.id;
        const ToTrunk target{leg.trunk, leg.dialled};
        if (Leg* up = start_leg(call, std::move(leg), target)) {
            if (!up->spare.empty()) {
                up->occupies_agent = next.occupies_agent;
                up->offer_open = next.offer_open;
                up->patience = world_.timers.schedule(world_.clock.now() + config_.trunk_patience,
                                                      [this, id] { on_no_progress(id); });
            }
            return up;
        }
        if (!next.trunk) {
            replace(call, id, asked_for);  // whoever asked looks for the leg that they know
            return nullptr;
        }
        next.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
        replace(call, id, next.id);
        log().info("trunk.next", {{"call", call.id}, {"leg", next.id}});
        leg = std::move(next);
    }
}

// Whatever the old leg was in the call, the fresh one is: to be said before it starts.
void Conductor::replace(Call& call, LegId old, LegId fresh) {
    call.replace(old, fresh);
    if (const Leg* was = call.find(old); was != nullptr && was->offer && call.find(fresh) == nullptr) {
        say(call, model::OfferMade{was->offer, call.queue, was->user, fresh});  // the same offer rings on
    }
}

// False: the leg has failed for good, and nothing has been done.
bool Conductor::fail_over(Call& call, Leg& leg, int status, TellPeer tell) {
    if (leg.ended || leg.answered || leg.ringing || leg.spare.empty() || !is_trunks_fault(status)) {
        return false;
    }
    Leg next = next_attempt(leg);
    next.id = world_.ids.make<LegId>(to_ms(world_.clock.wall()));
    const auto last = next.id;
    leg.occupies_agent = false;
    leg.offer_open = false;
    end_leg(call, leg, {EndingSide::Carrier, "sip_" + std::to_string(status)}, status, tell == TellPeer::Yes);
    log().warn("trunk.next", {{"call", call.id}, {"leg", last}, {"status", status}});
    replace(call, leg.id, last);
    if (start_over_trunks(call, std::move(next)) == nullptr) {
        replace(call, last, leg.id);
        return false;
    }
    return true;
}

// It took the INVITE and then said nothing of ringing. Without another trunk it may take its time.
void Conductor::on_no_progress(LegId id) {
    const auto [call, leg] = book_.find(id);
    if (leg == nullptr || leg->ended) {
        return;
    }
    if (!fail_over(*call, *leg, 408, TellPeer::Yes) && leg->ended) {
        on_leg_failed(*call, *leg, 408);
    }
}

}  // namespace yh::calls
