#pragma once

#include <random>
#include <unordered_map>

#include "calls/ports.h"
#include "robots/robot_config.h"

namespace yh::robots {

/// Customers that dial at a rate, talk for a random while and hang up; some give up waiting.
/// Owned by main. Thread: the robots' loop. Ends by itself when all calls were placed and are over.
class Customers final : public calls::SignalEvents {
  public:
    Customers(Ground ground, CustomerConfig config, std::uint64_t seed);
    void connect(calls::SignalPort& signal, calls::MediaPort& media);

    void start();
    /// No new calls, and those that are up hang up. `start` begins anew.
    void stop();
    /// One call beside all others, whether or not they are running. Error: what media or signalling say.
    Result<void> call(const std::string& number, Duration patience, Duration talk);

    struct Tally {
        std::int64_t placed = 0;
        std::int64_t answered = 0;
        std::int64_t failed = 0;
        std::int64_t up = 0;
    };
    const Tally& tally() const { return tally_; }
    bool done() const { return tally_.up == 0 && (stopped_ || (config_.calls > 0 && tally_.placed >= config_.calls)); }

    void on_invited(calls::Invited invited) override;
    void on_progress(calls::LegId leg, int status, std::string sdp) override;
    void on_answered(calls::LegId leg, std::string sdp) override;
    void on_failed(calls::LegId leg, int status, std::string reason_text) override;
    void on_offer(calls::LegId leg, std::string sdp) override;
    void on_ended(calls::LegId leg, model::Ending ending) override;
    void on_dtmf(calls::LegId, char) override {}
    void on_device(calls::TenantId, calls::UserId, bool) override {}

  private:
    struct Caller {
        calls::CallId call;
        TimerId next;
        Duration talk;
    };

    void place();
    void hang_up(calls::LegId leg);
    void forget(calls::LegId leg);
    Duration between(Duration least, Duration most);

    Ground ground_;
    CustomerConfig config_;
    std::mt19937_64 random_;
    calls::SignalPort* signal_ = nullptr;
    calls::MediaPort* media_ = nullptr;
    std::unordered_map<calls::LegId, Caller> callers_;
    TimerId next_call_;
    bool stopped_ = false;
    Tally tally_;
};

}  // namespace yh::robots
