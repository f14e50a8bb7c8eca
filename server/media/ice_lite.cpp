#include "media/ice_lite.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "media/stun_writer.h"

namespace yh::media {

IceCredentials make_ice_credentials() {
    // 64 and 128 random bits; the standard wants 24 and 128 at least.
    return {.ufrag = random_hex(8), .password = random_hex(16)};
}

std::string_view local_ufrag(std::string_view username) {
    return username.substr(0, username.find(':'));
}

void IceLite::restart(const IceCredentials& ours) {
    if (!(ours == current_)) {
        previous_ = std::exchange(current_, ours);
    }
}

const IceCredentials* IceLite::credentials_of(std::string_view ufrag) const {
    if (ufrag == current_.ufrag) {
        return &current_;
    }
    return previous_ && ufrag == previous_->ufrag ? &*previous_ : nullptr;
}

bool IceLite::knows(std::string_view ufrag) const {
    return credentials_of(ufrag) != nullptr;
}

bool IceLite::caught_elsewhere(const StunTransaction& transaction, const SocketAddress& source) {
    const auto at =
        std::ranges::find_if(seen_, [&](const Seen& seen) { return seen.source && seen.transaction == transaction; });
    if (at != seen_.end()) {
        return !(at->source == source);
    }
    seen_[next_seen_++ % seen_.size()] = {transaction, source};
    return false;
}

IceLite::Answer IceLite::on_request(const StunMessage& request, const SocketAddress& source,
                                    std::span<std::uint8_t> out) {
    const auto* credentials = credentials_of(local_ufrag(request.username));
    if (credentials == nullptr) {
        return {};
    }
    if (!integrity_fits(request, credentials->password)) {
        StunWriter reply{out, StunClass::Failure, request.transaction};
        reply.add_error(request.integrity_at == 0 ? 400 : 401, "");
        return {Verdict::Refused, reply.finish()};
    }
    if (caught_elsewhere(request.transaction, source)) {
        return {};
    }
    if (request.unknown_count != 0) {
        StunWriter reply{out, StunClass::Failure, request.transaction};
        reply.add_error(420, "Unknown Attribute");
        reply.add_unknown(std::span{request.unknown}.first(request.unknown_count));
        reply.sign(credentials->password);
        return {Verdict::Corrected, reply.finish()};
    }
    if (request.controlled) {
        // Who is lite never controls (RFC 8445 §6.1.1, §7.3.1.1): the peer must take that role.
        StunWriter reply{out, StunClass::Failure, request.transaction};
        reply.add_error(487, "Role Conflict");
        reply.sign(credentials->password);
        return {Verdict::Corrected, reply.finish()};
    }
    StunWriter reply{out, StunClass::Success, request.transaction};
    reply.add_address(source);
    reply.sign(credentials->password);
    Answer answer{Verdict::Checked, reply.finish()};
    if (request.use_candidate) {
        answer.verdict = Verdict::Nominated;
        target_ = source;
        nominated_ = true;
        if (credentials == &current_) {
            previous_.reset();
        }
    } else if (!nominated_) {
        target_ = source;
    }
    return answer;
}

}  // namespace yh::media
