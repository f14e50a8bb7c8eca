#pragma once

#include <random>
#include <unordered_map>

#include "calls/ports.h"
#include "robots/robot_config.h"

namespace yh::robots {

/// Desk phones that answer after a while and speak. Their registrations are the endpoint's (register trunks, one
/// for each agent). Owned by main. Thread: the robots' loop.
class Agents final : public calls::SignalEvents {
  public:
    Agents(Ground ground, AgentConfig config, std::uint64_t seed);
    void connect(calls::SignalPort& signal, calls::MediaPort& media);
    void stop();

    std::int64_t answered() const { return answered_; }
    std::size_t up() const { return phones_.size(); }

    void on_invited(calls::Invited invited) override;
    void on_progress(calls::LegId, int, std::string) override {}
    void on_answered(calls::LegId, std::string) override {}
    void on_failed(calls::LegId leg, int status, std::string reason_text) override;
    void on_offer(calls::LegId leg, std::string sdp) override;
    void on_ended(calls::LegId leg, model::Ending ending) override;
    void on_dtmf(calls::LegId, char) override {}
    void on_device(calls::TenantId, calls::UserId, bool) override {}

  private:
    struct Phone {
        calls::CallId call;
        std::string sdp;
        TimerId answer;
    };

    void pick_up(calls::LegId leg);
    void forget(calls::LegId leg);

    Ground ground_;
    AgentConfig config_;
    std::mt19937_64 random_;
    calls::SignalPort* signal_ = nullptr;
    calls::MediaPort* media_ = nullptr;
    std::unordered_map<calls::LegId, Phone> phones_;
    std::int64_t answered_ = 0;
};

}  // namespace yh::robots
