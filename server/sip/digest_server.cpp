#include <charconv>
#include <deque>
#include <unordered_map>
#include <utility>

#include "base/random.h"
#include "sip/digest.h"
#include "sip/digest_hash.h"
#include "sip/name_addr.h"
#include "sip/uri.h"

namespace yh::sip {
namespace {

/// A nonce is 16 hexadecimal digits of milliseconds, 8 of chance, and 32 of HMAC over both.
constexpr std::size_t nonce_head = 24;
constexpr std::size_t nonce_size = nonce_head + 32;

void set_field(DigestCredentials& parsed, std::string_view name, std::string_view value, std::string_view& algorithm) {
    const auto plain = without_quotes(value);
    if (same_text(name, "username")) {
        parsed.username = unquoted(value);
    } else if (same_text(name, "realm")) {
        parsed.realm = unquoted(value);
    } else if (same_text(name, "nonce")) {
        parsed.nonce = plain;
    } else if (same_text(name, "uri")) {
        parsed.uri = plain;
    } else if (same_text(name, "response")) {
        parsed.response = plain;
    } else if (same_text(name, "cnonce")) {
        parsed.cnonce = plain;
    } else if (same_text(name, "opaque")) {
        parsed.opaque = plain;
    } else if (same_text(name, "qop")) {
        parsed.qop = plain;
    } else if (same_text(name, "nc")) {
        parsed.nc_text = plain;
    } else if (same_text(name, "algorithm")) {
        algorithm = plain;
    }
}

bool read_hex(std::string_view text, std::uint64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Result<DigestCredentials> DigestCredentials::parse(std::string_view header_value) {
    auto rest = after_digest_scheme(header_value);
    if (rest.empty()) {
        return Error{ErrorKind::Unsupported, "sip.digest.scheme", std::string{header_value.substr(0, 20)}};
    }
    DigestCredentials parsed;
    std::string_view algorithm;
    std::string_view name;
    std::string_view value;
    while (next_auth_param(rest, name, value)) {
        set_field(parsed, name, value, algorithm);
    }
    YH_TRY(parsed.algorithm, digest_algorithm_from(algorithm));
    std::uint64_t count = 0;
    const bool counted = parsed.nc_text.size() == 8 && read_hex(parsed.nc_text, count);
    const bool whole =
        !parsed.username.empty() && !parsed.nonce.empty() && !parsed.uri.empty() && !parsed.response.empty();
    if (!whole || (!parsed.qop.empty() && (!same_text(parsed.qop, "auth") || !counted || parsed.cnonce.empty()))) {
        return invalid_input("sip.digest.malformed");
    }
    parsed.nc = static_cast<std::uint32_t>(count);
    return parsed;
}

Result<DigestCredentials> DigestCredentials::find(const Message& request, Header header, std::string_view realm) {
    Error why = not_found("sip.digest.none");
    for (std::size_t i = 0; i < request.field_count(); ++i) {
        const auto field = request.field(i);
        if (field.header != header) {
            continue;
        }
        auto credentials = parse(field.value);
        if (!credentials.ok()) {
            why = std::move(credentials).error();
        } else if (credentials->realm == realm) {
            return credentials;
        }
    }
    return why;
}

struct DigestServer::Impl {
    Impl(const Clock& given, Config limits) : clock{given}, config{limits}, secret{random_hex(32)} {}

    const Clock& clock;
    const Config config;
    DigestHash hash;
    const std::string secret;

    struct Used {
        std::uint32_t count = 0;
    };
    std::unordered_map<std::string, Used> used;
    std::deque<std::pair<std::int64_t, std::string>> oldest_first;  ///< when first used, which
    std::int64_t forgotten_until_ms = -1;  ///< nonces made until then may have been forgotten, so they are stale

    /// Monotonic, so that setting the wall clock neither kills nor revives a nonce.
    std::int64_t now_ms() const { return to_ms(clock.now().time_since_epoch()); }
    std::string make_nonce();
    /// When it was made; -1: not ours.
    std::int64_t made_at(std::string_view nonce);
    void forget_expired();
    bool count_rises(std::string_view nonce, std::int64_t made_ms, std::uint32_t count);
};

std::string DigestServer::Impl::make_nonce() {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto now = static_cast<std::uint64_t>(now_ms());
    std::string nonce;
    nonce.reserve(nonce_size);
    for (int shift = 60; shift >= 0; shift -= 4) {
        nonce += digits[(now >> shift) & 15];
    }
    nonce += random_hex(4);
    nonce += hash.hmac(secret, nonce);
    return nonce;
}

std::int64_t DigestServer::Impl::made_at(std::string_view nonce) {
    std::uint64_t made = 0;
    if (nonce.size() != nonce_size || !read_hex(nonce.substr(0, 16), made) ||
        !equal_in_constant_time(hash.hmac(secret, nonce.substr(0, nonce_head)), nonce.substr(nonce_head))) {
        return -1;
    }
    return static_cast<std::int64_t>(made);
}

void DigestServer::Impl::forget_expired() {
    const auto limit = now_ms() - to_ms(config.nonce_lifetime);
    while (!oldest_first.empty() && oldest_first.front().first < limit) {
        used.erase(oldest_first.front().second);
        oldest_first.pop_front();
    }
}

bool DigestServer::Impl::count_rises(std::string_view nonce, std::int64_t made_ms, std::uint32_t count) {
    std::string key{nonce};
    if (const auto known = used.find(key); known != used.end()) {
        const bool rises = count > known->second.count;
        known->second.count = std::max(count, known->second.count);
        return rises;
    }
    if (made_ms <= forgotten_until_ms) {
        return false;
    }
    forget_expired();
    if (used.size() >= config.max_used_nonces) {
        std::uint64_t made = 0;
        const bool read = read_hex(std::string_view{oldest_first.front().second}.substr(0, 16), made);
        forgotten_until_ms = std::max(forgotten_until_ms, read ? static_cast<std::int64_t>(made) : made_ms);
        used.erase(oldest_first.front().second);
        oldest_first.pop_front();
    }
    oldest_first.emplace_back(now_ms(), key);
    used.emplace(std::move(key), Used{count});
    return true;
}

DigestServer::DigestServer(const Clock& clock, Config config) : impl_{std::make_unique<Impl>(clock, config)} {}
DigestServer::~DigestServer() = default;

std::vector<std::string> DigestServer::challenges(std::string_view realm, bool stale, Offer offer) {
    std::vector<std::string> values;
    const auto nonce = impl_->make_nonce();
    for (const auto algorithm : {DigestAlgorithm::Sha256, DigestAlgorithm::Md5}) {
        if (offer == Offer::Md5Only && algorithm != DigestAlgorithm::Md5) {
            continue;
        }
        std::string value{"Digest realm="};
        value += quoted(realm);
        value += ", nonce=\"";
        value += nonce;
        value += "\", algorithm=";
        value += digest_name(algorithm);
        value += ", qop=\"auth\"";
        value += stale ? ", stale=true" : "";
        values.push_back(std::move(value));
    }
    return values;
}

DigestVerdict DigestServer::verify(const DigestCredentials& credentials, const Message& request,
                                   std::string_view password) {
    // Without qop there is no count, so a recorded answer could be used again: only its nonce's first use is taken.
    const std::uint32_t count = credentials.qop.empty() ? 0xffffffff : credentials.nc;
    const auto wanted = impl_->hash.response({credentials.algorithm, credentials.username, credentials.realm, password,
                                              request.method_text(), credentials.uri, credentials.nonce,
                                              credentials.nc_text, credentials.cnonce, credentials.qop});
    std::string given{credentials.response};
    for (char& c : given) {
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (!equal_in_constant_time(wanted, given)) {
        return DigestVerdict::Wrong;
    }
    const auto made = impl_->made_at(credentials.nonce);
    if (made < 0 || impl_->now_ms() - made > to_ms(impl_->config.nonce_lifetime) || count == 0 ||
        !impl_->count_rises(credentials.nonce, made, count)) {
        return DigestVerdict::Stale;
    }
    return DigestVerdict::Good;
}

}  // namespace yh::sip
