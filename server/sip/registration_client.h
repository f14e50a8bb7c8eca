#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sip/digest.h"
#include "sip/endpoint_world.h"

namespace yh::sip {

/// Keeps us registered with one carrier (RFC 3261 §10.2): refreshes at 90 % of the lifetime granted, answers
/// challenges, honours 423 and Retry-After, and backs off after failures. Owned by its Trunk. Thread: call loop.
class RegistrationClient {
  public:
    struct Identity {
        std::string registrar;  ///< Request-URI: "sip:host[:port]"
        std::string user;       ///< address of record: user@host
        std::string host;
        std::string token;                ///< user part of the Contact
        std::uint32_t expires_s = 3'600;  ///< that we ask for
    };
    struct News {
        bool registered = false;
        int status = 0;
        std::string reason;
    };
    using Handler = std::function<void(const News&)>;

    RegistrationClient(const EndpointWorld& world, Identity identity, DigestClient& credentials, Handler handler);
    ~RegistrationClient();
    RegistrationClient(const RegistrationClient&) = delete;
    RegistrationClient& operator=(const RegistrationClient&) = delete;

    void start(const Hop& hop);
    /// The address changed: register there now.
    void move_to(const Hop& hop);
    /// The next attempt goes there.
    void use(const Hop& hop) { hop_ = hop; }
    /// The carrier has proved to be gone, whatever lifetime it granted: registers again, there.
    void lose(const Hop& hop);
    /// The carrier lives again: does not wait for the next attempt.
    void hurry();
    /// Tells the carrier that we are gone; no answer is waited for.
    void stop();
    bool is_registered() const { return registered_; }

  private:
    void send(std::uint32_t expires_s);
    void on_answer(const Answer& answer);
    void on_success(const Message& response);
    void on_failure(const Answer& answer);
    void again_in(Duration delay);
    std::uint32_t granted_s(const Message& response) const;

    const EndpointWorld& world_;
    const Identity identity_;
    DigestClient& credentials_;
    const Handler handler_;
    std::shared_ptr<bool> alive_;

    Hop hop_;
    std::string call_id_;
    std::string from_tag_;
    std::uint32_t cseq_ = 0;
    std::uint32_t wanted_s_;
    bool registered_ = false;
    bool pending_ = false;
    int attempts_ = 0;  ///< challenges and 423 answered for this one registration
    int failures_ = 0;
    TimerId timer_;
};

}  // namespace yh::sip
