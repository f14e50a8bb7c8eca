#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/directory.h"
#include "sip/digest.h"
#include "sip/endpoint_world.h"
#include "sip/registration_client.h"
#include "sip/resolver.h"

namespace yh::sip {

enum class TrunkState : std::uint8_t { Unknown, Up, Down };

/// What a page shows of a trunk.
struct TrunkStatus {
    model::TrunkId trunk;
    TrunkState state = TrunkState::Unknown;
    std::string reason;  ///< why it is down or unknown: "no answer to OPTIONS", "403 Forbidden", "dns.not_found" …
    WallTime since{};
    int calls = 0;
    bool registered = false;
    std::string address;  ///< where requests go now
};

/// One carrier: where it is, whether it lives, who we are to it. It is probed with OPTIONS, a register trunk as well:
/// what it granted may outlive it by an hour. Silence to OPTIONS makes a trunk Down only after it had answered once:
/// some carriers never answer them. Owned by TrunkTable. Thread: call loop.
class Trunk {
  public:
    Trunk(const EndpointWorld& world, Resolver& resolver, const model::Trunk& config);
    ~Trunk();
    Trunk(const Trunk&) = delete;
    Trunk& operator=(const Trunk&) = delete;

    void start();
    const model::Trunk& config() const { return config_; }
    TrunkStatus status() const;
    TrunkState state() const { return state_; }

    /// Where a request goes now. Error: trunk.down while its address is not known.
    Result<Hop> hop() const;
    /// The host part of our requests' URIs: as configured, the name not the address.
    const std::string& uri_host() const { return uri_host_; }
    /// Does a request from there come from this trunk? `exact`: port too.
    bool is_from(const Address& source, bool exact) const;
    /// The random user part of the Contact that we registered with this trunk.
    const std::string& token() const { return token_; }
    DigestClient* credentials();

    bool has_room() const { return config_.max_calls <= 0 || calls_ < config_.max_calls; }
    void call_began() { ++calls_; }
    void call_ended() { calls_ -= calls_ > 0 ? 1 : 0; }  ///< a changed trunk begins at 0 under calls
    int calls() const { return calls_; }

    /// It answered, or called us.
    void on_alive();
    void on_send_failed();
    /// An INVITE was met by nothing at all, not even 100.
    void on_silence();
    void unregister();

  private:
    void look_up();
    void on_resolved(Result<Resolved> resolved);
    void begin();
    void probe();
    void on_probe_answer(const Answer& answer);
    void on_registrar_probed(const Answer& answer);
    void on_registration(const RegistrationClient::News& news);
    void lose_registration(std::string reason);
    void set_state(TrunkState state, std::string reason);
    Duration backoff() const;
    /// The name has several addresses: use the next one (RFC 3263 §4.3).
    void try_next_address();

    const EndpointWorld& world_;
    Resolver& resolver_;
    const model::Trunk config_;

    Question question_;
    std::string uri_host_;
    std::string token_;
    DigestClient credentials_;
    std::unique_ptr<RegistrationClient> registration_;
    std::shared_ptr<bool> alive_;  ///< handlers in flight look whether we still are

    std::vector<Hop> hops_;
    TrunkState state_ = TrunkState::Unknown;
    std::string reason_;
    WallTime since_;
    int failures_ = 0;
    bool answers_options_ = false;  ///< it did once
    bool out_of_reach_ = false;     ///< why a register trunk is Down: not its answer, but that there is none
    int calls_ = 0;
    TimerId probe_timer_;
    TimerId lookup_timer_;
};

}  // namespace yh::sip
