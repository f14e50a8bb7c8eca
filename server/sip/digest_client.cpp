#include <fmt/format.h>

#include <utility>

#include "base/random.h"
#include "sip/digest.h"
#include "sip/digest_hash.h"
#include "sip/name_addr.h"
#include "sip/uri.h"

namespace yh::sip {
namespace {

/// One challenge that we hold. Everything copied: the response that brought it is gone by the next request.
struct Challenge {
    bool proxy = false;
    bool stale = false;
    bool qop_auth = false;
    DigestAlgorithm algorithm = DigestAlgorithm::Md5;
    std::string realm;  ///< as written between the quotes
    std::string nonce;
    std::string opaque;
    std::uint32_t count = 0;
};

/// qop="auth,auth-int": is auth among them? No qop at all is the RFC 2069 way and fine.
bool offers_auth(std::string_view list) {
    std::string_view option;
    while (next_list_value(list, option)) {
        if (same_text(option, "auth")) {
            return true;
        }
    }
    return false;
}

Result<Challenge> parse_challenge(std::string_view header_value, bool proxy) {
    auto rest = after_digest_scheme(header_value);
    Challenge challenge;
    challenge.proxy = proxy;
    std::string_view algorithm;
    bool has_qop = false;
    std::string_view name;
    std::string_view value;
    while (next_auth_param(rest, name, value)) {
        const auto plain = without_quotes(value);
        if (same_text(name, "realm")) {
            challenge.realm = plain;
        } else if (same_text(name, "nonce")) {
            challenge.nonce = plain;
        } else if (same_text(name, "opaque")) {
            challenge.opaque = plain;
        } else if (same_text(name, "stale")) {
            challenge.stale = same_text(plain, "true");
        } else if (same_text(name, "algorithm")) {
            algorithm = plain;
        } else if (same_text(name, "qop")) {
            has_qop = true;
            challenge.qop_auth = offers_auth(plain);
        }
    }
    YH_TRY(challenge.algorithm, digest_algorithm_from(algorithm));
    if (challenge.nonce.empty() || (has_qop && !challenge.qop_auth)) {
        return Error{ErrorKind::Unsupported, "sip.digest.challenge", std::string{header_value.substr(0, 100)}};
    }
    return challenge;
}

}  // namespace

struct DigestClient::Impl {
    std::string username;
    std::string password;
    DigestHash hash;
    std::vector<Challenge> held;

    static Challenge* find(std::vector<Challenge>& in, const Challenge& like);
    std::string answer(Challenge& challenge, std::string_view method, std::string_view uri);
};

Challenge* DigestClient::Impl::find(std::vector<Challenge>& in, const Challenge& like) {
    for (auto& challenge : in) {
        if (challenge.proxy == like.proxy && challenge.realm == like.realm) {
            return &challenge;
        }
    }
    return nullptr;
}

std::string DigestClient::Impl::answer(Challenge& challenge, std::string_view method, std::string_view uri) {
    const auto nc = fmt::format("{:08x}", ++challenge.count);
    const auto cnonce = random_hex(8);
    const auto realm = unquoted('"' + challenge.realm + '"');
    const auto response = hash.response({challenge.algorithm, username, realm, password, method, uri, challenge.nonce,
                                         nc, cnonce, challenge.qop_auth ? "auth" : ""});
    auto value = fmt::format(
        "Digest username={}, realm=\"{}\", nonce=\"{}\", uri=\"{}\", response=\"{}\", algorithm={}", quoted(username),
        challenge.realm, challenge.nonce, uri, response, digest_name(challenge.algorithm));
    if (!challenge.opaque.empty()) {
        value += fmt::format(", opaque=\"{}\"", challenge.opaque);
    }
    if (challenge.qop_auth) {
        value += fmt::format(", qop=auth, nc={}, cnonce=\"{}\"", nc, cnonce);
    }
    return value;
}

DigestClient::DigestClient(std::string username, std::string password) : impl_{std::make_unique<Impl>()} {
    impl_->username = std::move(username);
    impl_->password = std::move(password);
}
DigestClient::~DigestClient() = default;
DigestClient::DigestClient(DigestClient&&) noexcept = default;
DigestClient& DigestClient::operator=(DigestClient&&) noexcept = default;

DigestClient::Take DigestClient::on_challenge(const Message& response) {
    const bool proxy = response.status() == 407;
    const auto header = proxy ? Header::ProxyAuthenticate : Header::WwwAuthenticate;
    std::vector<Challenge> offered;
    for (std::size_t i = 0; i < response.field_count(); ++i) {
        const auto field = response.field(i);
        auto challenge = field.header == header ? parse_challenge(field.value, proxy) : Result<Challenge>{Error{}};
        if (!challenge.ok()) {
            continue;
        }
        auto* const same_realm = impl_->find(offered, *challenge);
        if (same_realm == nullptr) {
            offered.push_back(std::move(challenge).value());
        } else if (challenge->algorithm == DigestAlgorithm::Sha256) {
            *same_realm = std::move(challenge).value();
        }
    }
    bool news = false;
    for (auto& challenge : offered) {
        auto* const held = impl_->find(impl_->held, challenge);
        // Asked again after we answered, and not because of an old nonce: the password is wrong. An answer made ahead
        // of the question with a kept challenge may be refused once without blame.
        news = news || held == nullptr || challenge.stale || held->count > 1;
        if (held != nullptr) {
            *held = std::move(challenge);
        } else {
            impl_->held.push_back(std::move(challenge));
        }
    }
    if (offered.empty()) {
        return Take::Unsupported;
    }
    return news ? Take::Taken : Take::Refused;
}

bool DigestClient::has_challenge() const {
    return !impl_->held.empty();
}

void DigestClient::authorize(MessageBuilder& request, std::string_view method, std::string_view uri) {
    for (auto& challenge : impl_->held) {
        request.add(challenge.proxy ? Header::ProxyAuthorization : Header::Authorization,
                    impl_->answer(challenge, method, uri));
    }
}

void DigestClient::reset() {
    impl_->held.clear();
}

}  // namespace yh::sip
