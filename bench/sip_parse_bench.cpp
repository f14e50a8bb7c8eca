#include <benchmark/benchmark.h>

#include <string>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "sip/digest.h"
#include "sip/message.h"
#include "sip/message_builder.h"
#include "sip/transaction.h"

namespace {

using namespace yh;
using namespace yh::sip;

/// An INVITE as a carrier sends it: about 900 bytes with its SDP.
std::string carrier_invite(std::uint64_t call) {
    const std::string sdp =
        "v=0\r\no=- 1736 1736 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 24680 RTP/AVP 8 0 "
        "101\r\n"
        "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 "
        "0-15\r\na=ptime:20\r\n"
        "a=sendrecv\r\n";
    auto request = MessageBuilder::request("INVITE", "sip:4008001234@192.0.2.2:5060;user=phone");
    request.add(Header::MaxForwards, 68)
        .add(Header::From, "\"13812345678\" <sip:13812345678@192.0.2.10;user=phone>;tag=as5e1f" + std::to_string(call))
        .add(Header::To, "<sip:4008001234@192.0.2.2:5060;user=phone>")
        .add(Header::CallId, std::to_string(call) + "5f2b3c4d@192.0.2.10")
        .add(Header::CSeq, "102 INVITE")
        .add(Header::Contact, "<sip:13812345678@192.0.2.10:5060>")
        .add(Header::UserAgent, "Carrier SBC 7.4.1")
        .add(Header::Allow, "INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, INFO, PRACK, UPDATE")
        .add(Header::Supported, "replaces, timer, 100rel")
        .add(Header::PAssertedIdentity, "<sip:13812345678@192.0.2.10>")
        .body("application/sdp", sdp);
    return request.finish("SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK7d3f" + std::to_string(call) + ";rport");
}

Hop carrier() {
    Hop hop;
    hop.address = *Address::parse("192.0.2.10:5060");
    return hop;
}

void parse_invite(benchmark::State& state) {
    const auto bytes = carrier_invite(1);
    for (auto _ : state) {
        auto parsed = Message::parse(bytes);
        benchmark::DoNotOptimize(parsed);
    }
    state.counters["bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(parse_invite);

void build_response(benchmark::State& state) {
    auto parsed = Message::parse(carrier_invite(1));
    parsed.message.set_source(carrier());
    for (auto _ : state) {
        auto builder = MessageBuilder::response(parsed.message, 180, "0123456789abcdef");
        builder.add(Header::Contact, "<sip:4008001234@192.0.2.2:5060>").add(Header::Allow, "INVITE, ACK, BYE, CANCEL");
        auto bytes = builder.finish();
        benchmark::DoNotOptimize(bytes);
    }
}
BENCHMARK(build_response);

struct Sink final : Wire, TransactionUser {
    void send(const Hop&, std::string_view bytes) override { sent += bytes.size(); }
    std::string local_host_port(const Hop&) const override { return "192.0.2.2:5060"; }
    void on_request(TransactionId id, const Message&) override { layer->respond(id, 404); }
    void on_ack(const Message&) override {}
    void on_cancel(TransactionId, const Message&) override {}
    void on_stray_response(const Message&) override {}
    void on_server_failure(TransactionId, ServerFailure) override {}

    std::size_t sent = 0;
    TransactionLayer* layer = nullptr;
};

/// A refused call as the server sees it: INVITE in, 404 out, and the timers that go with it.
void server_transaction(benchmark::State& state) {
    ManualClock clock;
    TimerQueue timers;
    Sink sink;
    TransactionLayer layer{clock, timers, sink, sink};
    sink.layer = &layer;
    std::uint64_t call = 0;
    for (auto _ : state) {
        state.PauseTiming();
        auto bytes = carrier_invite(++call);
        clock.advance(std::chrono::milliseconds{1});
        state.ResumeTiming();
        layer.on_received(std::move(bytes), carrier());
        timers.run_due(clock.now());
    }
    state.counters["live"] = static_cast<double>(layer.size());
}
BENCHMARK(server_transaction)->Iterations(50'000);

void digest_verify(benchmark::State& state) {
    ManualClock clock;
    DigestServer server{clock};
    DigestClient client{"8001", "secret"};
    const auto request = Message::parse(carrier_invite(1));
    auto challenge = MessageBuilder::response(request.message, 401, "t");
    challenge.add(Header::WwwAuthenticate, server.challenges("demo", false)[0]);
    client.on_challenge(Message::parse(challenge.finish()).message);
    auto answer = MessageBuilder::request("INVITE", "sip:x");
    client.authorize(answer, "INVITE", "sip:x");
    const auto text = answer.finish();
    const auto start = text.find("Authorization: ") + 15;
    const auto credentials =
        DigestCredentials::parse(std::string_view{text}.substr(start, text.find('\r', start) - start));
    for (auto _ : state) {
        auto verdict = server.verify(*credentials, request.message, "secret");
        benchmark::DoNotOptimize(verdict);
    }
}
BENCHMARK(digest_verify);

}  // namespace
