#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "calls/ports.h"

// Hand-written fakes of the two adapters, for tests: they note what they were asked, in words.
namespace yh::calls {

class FakeSignal final : public SignalPort {
  public:
    Result<void> invite(OutgoingLeg leg) override {
        const auto* user = std::get_if<ToExtension>(&leg.target);
        const auto* trunk = std::get_if<ToTrunk>(&leg.target);
        if (user != nullptr && std::ranges::find(unreachable, user->user) != unreachable.end()) {
            return unavailable("device.offline");
        }
        if (trunk != nullptr && std::ranges::find(down, trunk->trunk) != down.end()) {
            return unavailable("trunk.down");
        }
        said.push_back(user != nullptr ? "invite user " + user->user.text() : "invite number " + trunk->number);
        invited.push_back(std::move(leg));
        return {};
    }
    void progress(LegId leg, int status, std::string sdp) override {
        said.push_back("progress " + std::to_string(status) + (sdp.empty() ? "" : " sdp"));
        last_progress = leg;
    }
    void answer(LegId leg, std::string) override {
        said.push_back("answer");
        answered.push_back(leg);
    }
    void offer(LegId, std::string) override { said.push_back("offer"); }
    void answer_offer(LegId, Result<std::string> sdp) override {
        said.push_back(sdp.ok() ? "answer_offer" : "refuse_offer");
    }
    void close(LegId leg, LegClosing why) override {
        said.push_back("close " + std::to_string(why.status));
        closed.push_back(leg);
    }

    Result<void> rename(LegId from, LegId to) override {
        said.push_back("rename");
        renamed.emplace_back(from, to);
        return {};
    }

    bool has_leg(LegId leg) const override { return std::ranges::find(lost, leg) == lost.end(); }

    LegId last_invited() const { return invited.back().leg; }
    bool was_closed(LegId leg) const { return std::ranges::find(closed, leg) != closed.end(); }

    std::vector<std::string> said;
    std::vector<OutgoingLeg> invited;
    std::vector<LegId> answered;
    std::vector<LegId> closed;
    std::vector<UserId> unreachable;
    std::vector<TrunkId> down;
    std::vector<std::pair<LegId, LegId>> renamed;
    LegId last_progress;
    std::vector<LegId> lost;  ///< of which it knows nothing any more
};

class FakeMedia final : public MediaPort {
  public:
    Result<std::string> offer(CallId call, LegId leg, const MediaProfile& profile) override {
        profiles[leg] = profile;
        if (full) {
            return Error{ErrorKind::Full, "media.ports_full", {}};
        }
        open[leg] = call;
        return std::string{"our offer"};
    }
    Result<Negotiated> answer(CallId call, LegId leg, std::string_view offer, const MediaProfile&) override {
        if (full) {
            return Error{ErrorKind::Full, "media.ports_full", {}};
        }
        open[leg] = call;
        return Negotiated{"our answer",
                          offer.find("sendonly") != std::string_view::npos ? MediaFlow::ReceiveOnly : MediaFlow::Both};
    }
    Result<Negotiated> accept(LegId, std::string_view) override { return Negotiated{}; }
    void arrange(MediaPlan plan) override { plans[plan.call] = std::move(plan); }
    void send_dtmf(LegId, std::string digits) override { sent_digits += digits; }
    void close(LegId leg) override { closed.push_back(leg); }
    bool has_leg(LegId leg) const override { return std::ranges::find(lost, leg) == lost.end(); }
    void discard_recording(std::string path) override { discarded.push_back(std::move(path)); }
    void prepare(std::vector<std::string> items) override { prepared = std::move(items); }

    /// What the leg hears by the last plan: "leg N", the program's items, or "nothing".
    std::string heard_by(LegId leg) const {
        for (const auto& [call, plan] : plans) {
            for (const auto& hearing : plan.legs) {
                if (hearing.leg != leg) {
                    continue;
                }
                if (hearing.program) {
                    std::string items;
                    for (const auto& item : hearing.program->items) {
                        items += (items.empty() ? "" : " ") + item;
                    }
                    return items;
                }
                if (!hearing.from.empty()) {
                    return "leg " + hearing.from.front().text();
                }
            }
        }
        return "nothing";
    }

    bool full = false;
    std::map<LegId, MediaProfile> profiles;  ///< of our offers
    std::map<LegId, CallId> open;
    std::map<CallId, MediaPlan> plans;
    std::vector<LegId> closed;
    std::string sent_digits;
    std::vector<std::string> discarded;  ///< paths of recordings
    std::vector<std::string> prepared;   ///< texts, when they were told last
    std::vector<LegId> lost;             ///< of which it knows nothing any more
};

}  // namespace yh::calls
