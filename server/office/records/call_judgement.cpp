#include <algorithm>

#include "office/records/call_fold.h"

// What a call that has ended means: whose ring was missed, and whether the caller was lost.
namespace yh::office::records {

namespace {

std::optional<MissedHow> how_offer_was_missed(const LegRow& leg, bool given_up) {
    const bool rang = leg.ringing_at_ms.has_value();
    switch (*leg.offer_outcome) {
        case model::OfferOutcome::NoAnswer:
            return MissedHow::NoAnswer;
        case model::OfferOutcome::Refused:
            return MissedHow::Refused;
        case model::OfferOutcome::Busy:  // at once: engaged; while it rings: a key of the phone
            return rang ? std::optional{MissedHow::Busy} : std::nullopt;
        case model::OfferOutcome::Withdrawn:
            return rang && given_up ? std::optional{MissedHow::GivenUp} : std::nullopt;
        case model::OfferOutcome::Accepted:
        case model::OfferOutcome::Unreachable:
            break;
    }
    return std::nullopt;
}

// Nobody offered it: all that is known is how the leg ended.
std::optional<MissedHow> how_direct_ring_was_missed(const LegRow& leg) {
    if (!leg.ringing_at_ms || leg.ending_reason == "picked_up") {
        return std::nullopt;
    }
    switch (leg.sip_status) {
        case 403:
        case 603:
            return MissedHow::Refused;
        case 486:
        case 600:
            return MissedHow::Busy;
        default:
            return leg.ending_side == model::EndingSide::Caller ? MissedHow::GivenUp : MissedHow::NoAnswer;
    }
}

}  // namespace

// Every ring that nobody answered is one missed call of that agent (U22): a phone that was never reached, or that was
// silenced because a colleague was faster, is none.
void CallFacts::Fold::judge_rings() const {
    const auto& record = facts.call;
    for (const auto& ring : facts.rings_) {
        const auto* leg = facts.find_leg(model::LegId{ring.leg});
        if (leg == nullptr || leg->answered_at_ms || !leg->user_id || (ring.queue && !leg->offer_outcome)) {
            continue;
        }
        const auto how =
            leg->offer_outcome ? how_offer_was_missed(*leg, ring.given_up) : how_direct_ring_was_missed(*leg);
        if (!how) {
            continue;
        }
        MissedRow row;
        row.id = leg->id;
        row.call_id = record.id;
        row.tenant_id = record.tenant_id;
        row.queue_id = ring.queue;
        row.agent_id = *leg->user_id;
        // Whom to call back: the customer; of an internal call the colleague who rang.
        row.number =
            record.direction == model::Direction::Internal ? facts.legs.front().number : record.customer_number;
        row.called_number = record.called_number;
        row.ringing_at_ms = leg->ringing_at_ms.value_or(leg->started_at_ms);
        row.ended_at_ms = leg->ended_at_ms == 0 ? record.ended_at_ms : leg->ended_at_ms;
        row.how = *how;
        facts.missed.push_back(std::move(row));
    }
}

// Distributed (docs/decisions/0018): who rang for the customer and answered or missed it, and who talked with the
// customer in the end without that. A browser that came back goes on with what it had.
void CallFacts::Fold::judge_distribution() const {
    const bool inbound = facts.call.direction == model::Direction::Inbound;
    for (auto& leg : facts.legs) {
        if (!leg.user_id) {
            continue;
        }
        leg.queue_id = facts.queue_of(leg);
        if (!inbound) {
            continue;
        }
        const bool rang = std::ranges::find(facts.rings_, leg.id, &Ring::leg) != facts.rings_.end();
        const bool silenced = leg.offer_outcome && *leg.offer_outcome != model::OfferOutcome::Accepted;
        const bool missed = std::ranges::find(facts.missed, leg.id, &MissedRow::id) != facts.missed.end();
        const bool came_back = std::ranges::find(facts.returns_, leg.id, &Return::leg) != facts.returns_.end();
        leg.distributed = (rang && (missed || (leg.answered_at_ms && !silenced))) || (leg.talk_ms > 0 && !came_back);
    }
}

// Lost: somebody called for us, and nobody at all answered. Whoever only heard an announcement called for nobody;
// whoever is to be called back is not lost, unless that is given up (record_keeper.cpp).
void CallFacts::Fold::judge_loss() const {
    const auto& record = facts.call;
    const bool called_for_us = !facts.visits.empty() || !facts.rings_.empty();
    if (record.direction != model::Direction::Inbound || record.answered_at_ms || !facts.forwarded.empty() ||
        facts.callback || !called_for_us) {
        return;
    }
    facts.lost = LostRow{record.id, record.tenant_id, record.queue_id, record.customer_number, record.ended_at_ms, 0};
}

}  // namespace yh::office::records
