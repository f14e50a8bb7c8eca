#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "media/socket_address.h"
#include "media/stun.h"

namespace yh::media {

/// One side's name and password for connectivity checks (RFC 8445 §5.3).
struct IceCredentials {
    std::string ufrag;
    std::string password;

    bool operator==(const IceCredentials&) const = default;
};
IceCredentials make_ice_credentials();

/// The part of a check's USERNAME that names whom it is for: "ours:theirs".
std::string_view local_ufrag(std::string_view username);

/// ICE as a server with a known address does it (RFC 8445 §2.5): answers checks, never sends one, and follows the pair
/// that the browser nominated last, which is also how a change of network within a call works. After a restart both
/// generations are answered until the new one is nominated (RFC 8445 §9).
/// A value of a browser leg's transport; knows no socket. Thread: its media loop.
class IceLite {
  public:
    explicit IceLite(IceCredentials ours) : current_{std::move(ours)} {}

    const IceCredentials& current() const { return current_; }
    /// New credentials of ours; the same ones change nothing.
    void restart(const IceCredentials& ours);
    bool knows(std::string_view ufrag) const;
    /// Names that are answered now, for the port's table.
    const std::optional<IceCredentials>& previous() const { return previous_; }

    enum class Verdict : std::uint8_t {
        Ignored,    ///< nothing to say
        Refused,    ///< the source is not who it says: an error may be sent, at the port's discretion
        Corrected,  ///< authentic, but answered with an error
        Checked,    ///< authentic and answered
        Nominated,  ///< the same, and this is the pair from now on
    };
    struct Answer {
        Verdict verdict = Verdict::Ignored;
        std::size_t bytes = 0;  ///< of the reply in `out`
    };
    /// A Binding request whose USERNAME names this leg.
    Answer on_request(const StunMessage& request, const SocketAddress& source, std::span<std::uint8_t> out);

    /// Where to speak to: the pair nominated last; before the first nomination the one checked last, because a browser
    /// begins DTLS as soon as a check of its was answered.
    const SocketAddress& target() const { return target_; }

  private:
    /// A check that somebody caught and sends from an address of his own would be signed as well as the first one.
    struct Seen {
        StunTransaction transaction{};
        SocketAddress source;
    };

    const IceCredentials* credentials_of(std::string_view ufrag) const;
    bool caught_elsewhere(const StunTransaction& transaction, const SocketAddress& source);

    IceCredentials current_;
    std::optional<IceCredentials> previous_;
    std::array<Seen, 16> seen_;  // the last ones, in a ring
    std::size_t next_seen_ = 0;
    SocketAddress target_;
    bool nominated_ = false;
};

}  // namespace yh::media
