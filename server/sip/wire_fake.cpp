#include "sip/wire_fake.h"

namespace yh::sip {
namespace {

std::string first_word(const std::string& bytes) {
    const auto line = bytes.substr(0, bytes.find('\r'));
    return line.starts_with("SIP/2.0 ") ? line.substr(8, 3) : line.substr(0, line.find(' '));
}

}  // namespace

std::vector<std::string> FakeWire::log() const {
    std::vector<std::string> lines;
    for (const auto& one : sent) {
        lines.push_back(first_word(one.bytes));
    }
    return lines;
}

void FakeUser::on_request(TransactionId id, const Message& request) {
    heard.push_back(std::string{request.method_text()});
    requests.push_back(id);
    if (answer) {
        answer(id, request);
    }
}
void FakeUser::on_ack(const Message&) {
    heard.push_back("ACK");
}
void FakeUser::on_cancel(TransactionId, const Message&) {
    heard.push_back("CANCEL");
}
void FakeUser::on_stray_response(const Message& response) {
    heard.push_back("stray " + std::to_string(response.status()));
}
void FakeUser::on_server_failure(TransactionId, ServerFailure why) {
    constexpr std::string_view names[] = {"no ack", "not delivered", "unanswered"};
    heard.push_back(std::string{names[static_cast<std::size_t>(why)]});
}

FakeSide::FakeSide(const Clock& clock, std::string_view local)
    : wire{std::string{local}}, layer{clock, timers, wire, user} {
    own.address = *Address::parse(local);
}

FakeNet::FakeNet(Transport transport) {
    for (auto* side : {&a, &b}) {
        side->own.transport = transport;
        side->own.flow = FlowId{is_reliable(transport) ? 7 : 0};
    }
    a.address_of_other = b.own;
    b.address_of_other = a.own;
}

bool FakeNet::deliver(FakeSide& from, FakeSide& to, std::size_t& done) {
    if (done >= from.wire.sent.size()) {
        return false;
    }
    const auto bytes = from.wire.sent[done++].bytes;
    if (!loses || !loses(from, bytes)) {
        to.layer.on_received(bytes, from.own);
    }
    return true;
}

void FakeNet::deliver() {
    while (deliver(a, b, done_a_) || deliver(b, a, done_b_)) {
    }
}

void FakeNet::run(Duration time) {
    const auto until = clock.now() + time;
    deliver();
    while (clock.now() < until) {
        clock.advance(std::chrono::milliseconds{10});
        a.timers.run_due(clock.now());
        b.timers.run_due(clock.now());
        deliver();
    }
}

MessageBuilder fake_request(std::string_view method, std::string_view call_id) {
    auto request = MessageBuilder::request(method, "sip:600@192.0.2.2");
    request.add(Header::MaxForwards, 70)
        .add(Header::From, "<sip:8001@192.0.2.1>;tag=a1")
        .add(Header::To, "<sip:600@192.0.2.2>")
        .add(Header::CallId, call_id)
        .add(Header::CSeq, "1 " + std::string{method})
        .add(Header::Contact, "<sip:8001@192.0.2.1:5060>");
    return request;
}

}  // namespace yh::sip
