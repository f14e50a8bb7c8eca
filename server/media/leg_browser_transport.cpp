#include "media/leg_browser_transport.h"

#include "base/log.h"
#include "base/metrics.h"
#include "media/rtp_packet.h"

namespace yh::media {
namespace {

// One is the rule. More mean that somebody forges the browser's address or that the path breaks datagrams: so many a
// while cost us little, and when that does not end, the leg's silence ends the call.
constexpr int max_attempts = 8;
constexpr Duration attempts_while = std::chrono::seconds{5};
constexpr Duration longest_handshake = std::chrono::seconds{20};

metrics::Counter& handshakes(const char* result) {
    return metrics::counter("yinghe_media_dtls_handshakes_total", "DTLS handshakes with browsers",
                            {{"result", result}});
}

/// Record type 21 of epoch 0.
bool is_plain_alert(std::span<const std::uint8_t> datagram) {
    return datagram.size() >= 5 && datagram[0] == 21 && datagram[3] == 0 && datagram[4] == 0;
}

}  // namespace

BrowserTransport::BrowserTransport(BrowserPort& port, const DtlsIdentity& identity, IceCredentials ours)
    : port_{port}, identity_{identity}, ice_{std::move(ours)} {}

BrowserTransport::~BrowserTransport() {
    // Without a sink it never came to its thread, and the port never heard of it.
    if (sink_ != nullptr) {
        port_.remove(*this);
    }
}

Result<void> BrowserTransport::start(Poller& poller, PacketSink& sink) {
    YH_CHECK(port_.join(poller));
    sink_ = &sink;
    port_.add_name(ice_.current().ufrag, *this);
    return {};
}

void BrowserTransport::set_terms(const BrowserTerms& terms, MonoTime now) {
    if (!(terms.ours == ice_.current())) {
        // The generation before the last is nobody's any more.
        if (ice_.previous()) {
            port_.remove_name(ice_.previous()->ufrag);
        }
        ice_.restart(terms.ours);
        port_.add_name(ice_.current().ufrag, *this);
    }
    // Another certificate is another peer: what was agreed with the last one is void (RFC 8842 §5.5).
    if (terms_ && terms_->fingerprints != terms.fingerprints) {
        forget_handshake();
        secured_ = false;
        attempts_ = 0;
        sink_->on_keys({}, {});
    }
    terms_ = terms;
    if (ice_.target()) {
        on_path_checked(now);
    }
}

IceLite::Answer BrowserTransport::on_check(const StunMessage& request, const SocketAddress& source,
                                           std::span<std::uint8_t> reply, MonoTime now) {
    const auto before = ice_.previous();
    const auto answer = ice_.on_request(request, source, reply);
    if (before && !ice_.previous()) {
        port_.remove_name(before->ufrag);
    }
    if (answer.verdict == IceLite::Verdict::Checked || answer.verdict == IceLite::Verdict::Nominated) {
        last_proof_ = now;
    }
    return answer;
}

/// A browser asks for our consent every few seconds as long as its page lives (RFC 7675 §5.1), muted or on hold too.
std::optional<MonoTime> BrowserTransport::last_sign() const {
    return last_proof_ == MonoTime{} ? std::nullopt : std::optional{last_proof_};
}

/// As a client we speak first, once there is a way.
void BrowserTransport::on_path_checked(MonoTime now) {
    if (terms_ && terms_->role == DtlsRole::Client && !secured_ && !handshake_ && begin_handshake(now)) {
        after(handshake_->begin(), now);
    }
}

void BrowserTransport::on_dtls(std::span<const std::uint8_t> datagram, MonoTime now) {
    // A hello that overtakes the answer is sent again in a moment.
    if (!terms_) {
        return;
    }
    // Anybody who can write an address can write an alert in the clear, and OpenSSL would believe it
    // (RFC 6347 §4.1.2.7 advises not to).
    if (is_plain_alert(datagram)) {
        return;
    }
    const auto hello = client_hello_random(datagram);
    // A hello that is not the one in hand: one of the two is forged, and only the true one will come again.
    const bool begins = !secured_ && terms_->role == DtlsRole::Server && hello && (!handshake_ || *hello != hello_);
    if (begins) {
        if (!begin_handshake(now)) {
            return;
        }
        hello_ = *hello;
    }
    if (handshake_) {
        after(handshake_->on_datagram(datagram), now);
    }
}

bool BrowserTransport::begin_handshake(MonoTime now) {
    if (now - attempts_from_ >= attempts_while) {
        attempts_from_ = now;
        attempts_ = 0;
    }
    if (attempts_ >= max_attempts) {
        return false;
    }
    auto made = DtlsSession::create(identity_, terms_->role, *this);
    if (!made) {
        log().error("dtls.failed", {{"why", made.error().detail}});
        return false;
    }
    ++attempts_;
    began_at_ = now;
    handshake_ = std::move(made).value();
    port_.set_waits_for_timer(*this, BrowserPort::Waits::Yes);
    return true;
}

void BrowserTransport::on_handshake_timer(MonoTime now) {
    if (!handshake_ || secured_) {
        port_.set_waits_for_timer(*this, BrowserPort::Waits::No);
    } else if (now - began_at_ >= longest_handshake) {
        give_up("time");
    } else {
        after(handshake_->on_timer(), now);
    }
}

void BrowserTransport::after(DtlsSession::Step step, MonoTime now) {
    if (step == DtlsSession::Step::Failed) {
        give_up("refused");
        return;
    }
    if (step != DtlsSession::Step::Finished || secured_) {
        return;
    }
    port_.set_waits_for_timer(*this, BrowserPort::Waits::No);
    if (auto taken = take_keys(); !taken) {
        give_up(taken.error().code);
        return;
    }
    secured_ = true;
    last_proof_ = now;
    handshakes("finished").add();
}

Result<void> BrowserTransport::take_keys() {
    YH_TRY(const auto keys, handshake_->keys(terms_->fingerprints));
    YH_TRY(auto send, SrtpContext::create(keys.profile, keys.master(keys.send)));
    YH_TRY(auto receive, SrtpContext::create(keys.profile, keys.master(keys.receive)));
    sink_->on_keys(std::move(send), std::move(receive));
    return {};
}

void BrowserTransport::give_up(std::string_view why) {
    // Keys that are in use do not go because somebody sends an alert that nobody signed.
    forget_handshake();
    handshakes("failed").add();
    log().warn("dtls.handshake_failed", {{"why", why}, {"attempt", attempts_}});
}

void BrowserTransport::forget_handshake() {
    port_.set_waits_for_timer(*this, BrowserPort::Waits::No);
    handshake_.reset();
}

void BrowserTransport::on_media(std::span<std::uint8_t> packet, MonoTime now) {
    if (packet.size() < rtp_header_bytes) {
        return;
    }
    if (is_rtcp(packet)) {
        sink_->on_rtcp_packet(packet, now);
        return;
    }
    if (sink_->on_rtp_packet(packet, now) == PacketSink::Heard::Authenticated) {
        last_proof_ = now;
        if (handshake_ && secured_) {
            // Who sends with the keys has finished too: nothing of the handshake will be asked for again, and it holds
            // tens of kilobytes.
            forget_handshake();
        }
    }
}

}  // namespace yh::media
