#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "sip/message.h"
#include "sip/message_builder.h"

namespace yh::sip {

enum class DigestAlgorithm : std::uint8_t { Md5, Sha256 };

/// An Authorization or Proxy-Authorization header, parsed (RFC 7616 §3.4). Views into the header, except the two texts.
struct DigestCredentials {
    std::string username;  ///< quotes and escapes resolved
    std::string realm;
    std::string_view nonce;
    std::string_view uri;
    std::string_view response;
    std::string_view cnonce;
    std::string_view opaque;
    std::string_view qop;
    std::string_view nc_text;
    std::uint32_t nc = 0;
    DigestAlgorithm algorithm = DigestAlgorithm::Md5;

    /// Errors: sip.digest.scheme (not Digest), sip.digest.malformed, sip.digest.algorithm (one that we do not do).
    static Result<DigestCredentials> parse(std::string_view header_value);
    /// Those for `realm` among the request's Authorization (or Proxy-Authorization) fields.
    /// Errors: sip.digest.none, and those of parse.
    static Result<DigestCredentials> find(const Message& request, Header header, std::string_view realm);
};

/// What became of a request's credentials.
enum class DigestVerdict : std::uint8_t {
    Good,
    Wrong,  ///< wrong password: challenge again, and count against the account and the address
    Stale,  ///< right password, but the nonce is old, not ours, or was used with this count before: challenge with
            ///< stale=true
};

/// Challenges and checks (RFC 7616, RFC 8760; qop=auth only). Nonces are made from the time and an HMAC, so nothing is
/// kept for a challenge; a bounded table of used nonces refuses replays: the count must rise with each request. When
/// the table is full the oldest nonces are forgotten and everything as old as they are becomes stale. Owned by the SIP
/// endpoint. Thread: call loop.
class DigestServer {
  public:
    struct Config {
        Duration nonce_lifetime = std::chrono::minutes{5};
        std::size_t max_used_nonces = 65'536;
    };

    explicit DigestServer(const Clock& clock) : DigestServer{clock, Config{}} {}
    DigestServer(const Clock& clock, Config config);
    ~DigestServer();
    DigestServer(const DigestServer&) = delete;
    DigestServer& operator=(const DigestServer&) = delete;

    /// What a peer can make of several challenges.
    enum class Offer { All, Md5Only };
    /// The values for WWW-Authenticate (or Proxy-Authenticate), the strongest first: SHA-256, then MD5 (RFC 8760 §2.3).
    std::vector<std::string> challenges(std::string_view realm, bool stale, Offer offer = Offer::All);
    /// `request` must be the one that carries the credentials. Takes the same time whatever is wrong about the
    /// password.
    DigestVerdict verify(const DigestCredentials& credentials, const Message& request, std::string_view password);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Answers challenges as a client: a registering trunk, an authenticated INVITE. Keeps the last challenge per realm, so
/// that the next request can carry its answer at once with a higher count. Owned by the trunk. Thread: call loop.
class DigestClient {
  public:
    DigestClient(std::string username, std::string password);
    ~DigestClient();
    DigestClient(DigestClient&&) noexcept;
    DigestClient& operator=(DigestClient&&) noexcept;

    enum class Take : std::uint8_t {
        Taken,        ///< send the request again with the headers of `authorize`
        Refused,      ///< the same challenge again without stale: our password is wrong
        Unsupported,  ///< no challenge that we can answer
    };
    /// A 401 or 407 to a request of ours; chooses the strongest algorithm offered for each realm.
    Take on_challenge(const Message& response);
    bool has_challenge() const;
    /// Adds Authorization and Proxy-Authorization for every challenge held. `uri` is the Request-URI.
    void authorize(MessageBuilder& request, std::string_view method, std::string_view uri);
    /// Forgets what it holds, e.g. after the password changed.
    void reset();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yh::sip
