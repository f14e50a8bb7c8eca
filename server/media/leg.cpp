#include "media/leg.h"

#include "base/log.h"
#include "media/g711.h"

namespace yh::media {
namespace {

constexpr std::uint8_t comfort_noise_type = 13;

std::optional<Law> law_of(std::optional<CodecKind> codec) {
    if (!codec || !is_g711(*codec)) {
        return std::nullopt;
    }
    return *codec == CodecKind::Pcma ? Law::A : Law::Mu;
}

}  // namespace

Leg::Leg(model::LegId id, std::unique_ptr<LegTransport> transport)
    : id_{id}, transport_{std::move(transport)}, sender_{*transport_} {}

Result<void> Leg::start(Poller& poller, LegEvents& events, MonoTime now) {
    events_ = &events;
    last_heard_ = now;
    return transport_->start(poller, *this);
}

void Leg::configure(const Agreement& agreement, MonoTime now) {
    take_keys(agreement);
    const bool first = !agreement_;
    agreement_ = agreement;
    may_receive_ = agreement.flow == calls::MediaFlow::Both || agreement.flow == calls::MediaFlow::ReceiveOnly;
    if (first || !codec_of(receiving_) || agreement.codec != *codec_of(receiving_)) {
        receiving_ = meaning_of(agreement.codec);
    }
    if (first) {
        stats_ = ReceiveStats{codec_info(agreement.codec).clock_rate_hz};
        next_report_ = now + std::chrono::seconds{5};
    }
    if (encoder_ && encoder_->kind() != agreement.codec) {
        encoder_.reset();
    }
    sender_.configure(agreement);
    last_heard_ = now;
    silence_said_ = false;
    if (agreement.browser) {
        transport_->set_terms(*agreement.browser, now);
    } else {
        transport_->set_remote(agreement.remote, agreement.remote_rtcp, now);
    }
}

void Leg::on_keys(std::optional<SrtpContext> send, std::optional<SrtpContext> receive) {
    sender_.set_protection(std::move(send));
    unprotect_ = std::move(receive);
}

/// A key that did not change keeps its context: its rollover counter and replay window go on (RFC 4568 §7.1.4).
void Leg::take_keys(const Agreement& agreement) {
    needs_keys_ = agreement.browser.has_value();
    sender_.set_needs_keys(needs_keys_);
    if (needs_keys_) {
        return;  // they come from the transport
    }
    const auto same = [](const std::optional<SdesCrypto>& a, const std::optional<SdesCrypto>& b) {
        return a.has_value() == b.has_value() && (!a || (a->profile == b->profile && a->master == b->master));
    };
    const auto context = [](const std::optional<SdesCrypto>& key) -> std::optional<SrtpContext> {
        if (!key) {
            return std::nullopt;
        }
        auto made = SrtpContext::create(key->profile, key->master_bytes());
        if (!made) {
            log().error("srtp.no_context", {{"code", made.error().code}});
            return std::nullopt;
        }
        return std::move(made).value();
    };
    if (!agreement_ || !same(agreement_->send_key, agreement.send_key)) {
        sender_.set_protection(context(agreement.send_key));
    }
    if (!agreement_ || !same(agreement_->receive_key, agreement.receive_key)) {
        unprotect_ = context(agreement.receive_key);
    }
}

void Leg::clear_routes() {
    listeners_.clear();
    tap_ = nullptr;
}

void Leg::add_listener(Leg& listener) {
    const auto from = law_of(receives());
    const auto to = listener.agreement_ ? law_of(listener.agreement_->codec) : std::nullopt;
    const bool change = from && to && *from != *to;
    listeners_.push_back({&listener, change ? law_table(*from, *to).data() : nullptr});
}

void Leg::set_tap(Recorder* recorder, RecordingSide side) {
    tap_ = recorder;
    tap_side_ = side;
}

Result<void> Leg::set_ear(Want want) {
    const auto codec = receives();
    if (want == Want::No || !codec) {
        ear_.reset();
        return {};
    }
    if (!ear_ || ear_->codec() != *codec) {
        YH_TRY(ear_, LegEar::create(*codec));
    }
    return {};
}

Result<void> Leg::set_inband_keys(Want want) {
    if (want == Want::No) {
        inband_.reset();
    } else if (!inband_) {
        YH_TRY(inband_, InbandDtmf::create());
    }
    return {};
}

std::optional<CodecKind> Leg::receives() const {
    return codec_of(receiving_);
}

bool Leg::relays_to(const Leg& listener) const {
    const auto from = receives();
    if (!from || !listener.agreement_) {
        return true;  // nothing to pass on, or nobody to pass it to, yet; the session asks again
    }
    const auto to = listener.agreement_->codec;
    return *from == to || (is_g711(*from) && is_g711(to));
}

bool Leg::unprotect(std::span<std::uint8_t>& packet, Kind kind) {
    if (!unprotect_) {
        refused_ += needs_keys_ ? 1 : 0;
        return !needs_keys_;
    }
    const auto plain = kind == Kind::Rtp ? unprotect_->unprotect(packet) : unprotect_->unprotect_rtcp(packet);
    if (!plain) {
        ++refused_;
        return false;
    }
    packet = packet.first(*plain);
    return true;
}

PacketSink::Heard Leg::on_rtp_packet(std::span<std::uint8_t> packet, MonoTime now) {
    if (!agreement_) {
        return Heard::No;
    }
    if (!unprotect(packet, Kind::Rtp)) {
        return Heard::No;
    }
    const auto heard = unprotect_ ? Heard::Authenticated : Heard::Yes;
    const auto rtp = parse_rtp(packet);
    const auto meaning = rtp ? agreement_->receive[rtp->payload_type] : PayloadMeaning::Unknown;
    if (meaning == PayloadMeaning::Unknown) {
        ++refused_;
        return heard;
    }
    ++received_;
    stats_.on_packet(rtp->ssrc, rtp->sequence, rtp->timestamp, now);
    last_heard_ = now;
    silence_said_ = false;
    if (!may_receive_) {
        return heard;
    }
    if (meaning == PayloadMeaning::Event) {
        on_event(*rtp, now);
    } else if (meaning != PayloadMeaning::ComfortNoise) {
        on_sound(*rtp, meaning, now);
    }
    pass_on(*rtp, meaning, now);
    return heard;
}

void Leg::on_sound(const RtpPacket& packet, PayloadMeaning meaning, MonoTime now) {
    if (meaning != receiving_) {
        receiving_ = meaning;
        events_->on_codec_changed(*this);
    }
    if (tap_ != nullptr) {
        tap_->on_payload(tap_side_, meaning == PayloadMeaning::Pcma ? Law::A : Law::Mu, packet.payload, packet.ssrc,
                         packet.timestamp, now);
    }
    if (ear_) {
        ear_->push(packet);
    }
}

void Leg::on_event(const RtpPacket& packet, MonoTime now) {
    const auto news = events_heard_.on_packet(packet.payload, packet.timestamp, now);
    if (news && news->kind == DtmfNews::Kind::Pressed) {
        events_->on_digit(*this, news->digit);
    }
}

void Leg::pass_on(const RtpPacket& packet, PayloadMeaning meaning, MonoTime now) {
    for (const auto& listener : listeners_) {
        Leg& to = *listener.leg;
        if (!to.agreement_ || to.sends_keys()) {
            continue;
        }
        if (meaning == PayloadMeaning::Event) {
            if (to.agreement_->send_event_type) {
                to.sender_.relay(this, packet, *to.agreement_->send_event_type, nullptr, now);
            }
        } else if (meaning == PayloadMeaning::ComfortNoise) {
            to.sender_.relay(this, packet, comfort_noise_type, nullptr, now);
        } else {
            to.sender_.relay(this, packet, to.agreement_->send_payload_type, listener.table, now);
        }
    }
}

}  // namespace yh::media
