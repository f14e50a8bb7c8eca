#include "sip/endpoint_fake.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sip/name_addr.h"

namespace yh::sip {

using std::chrono::milliseconds;

void FakeCalls::hear(model::LegId leg_id, std::string what) {
    leg = leg_id;
    heard_.push_back(std::move(what));
}

void FakeCalls::on_invited(calls::Invited what) {
    invited = what;
    sdp = what.sdp;
    hear(what.leg, "invited " + what.to_number + " from " + what.from_number);
    if (when_invited) {
        when_invited(what);
    }
}

void FakeCalls::on_progress(model::LegId id, int status, std::string its_sdp) {
    hear(id, "progress " + std::to_string(status) + (its_sdp.empty() ? "" : " sdp"));
}

void FakeCalls::on_answered(model::LegId id, std::string its_sdp) {
    sdp = its_sdp;
    hear(id, its_sdp.empty() ? "answered without sdp" : "answered");
}

void FakeCalls::on_failed(model::LegId id, int status, std::string reason_text) {
    hear(id, "failed " + std::to_string(status) + ' ' + reason_text);
}

void FakeCalls::on_offer(model::LegId id, std::string its_sdp) {
    sdp = its_sdp;
    hear(id, its_sdp.empty() ? "offer wanted" : "offer");
}

void FakeCalls::on_ended(model::LegId id, model::Ending ending) {
    hear(id, "ended " + ending.reason);
}

void FakeCalls::on_dtmf(model::LegId id, char digit) {
    hear(id, std::string{"dtmf "} + digit);
}

Result<void> FakeCalls::on_refer(model::LegId id, std::string to, model::LegId its_replaces) {
    replaces = its_replaces;
    hear(id, "refer " + to + (its_replaces ? " replacing" : ""));
    return when_refer ? when_refer(id) : Result<void>{};
}

void FakeCalls::on_device(model::TenantId, model::UserId user, bool online) {
    heard_.push_back("device " + user.text() + (online ? " online" : " offline"));
    if (when_device) {
        when_device();
    }
}

FakePeer::FakePeer(FakeOffice& office, std::string_view address, Transport transport, FlowId flow) : office_{office} {
    hop.transport = transport;
    hop.address = Address::parse(address).value();
    hop.flow = flow;
    office.peers.push_back(this);
}

std::string FakePeer::contact() const {
    return "<sip:peer@" + hop.address.text() + (hop.transport == Transport::Udp ? ">" : ";transport=tcp>");
}

std::string FakePeer::text(const FakeRequest& request) {
    auto message = MessageBuilder::request(request.method, request.uri);
    const auto to = request.to.empty() ? '<' + request.uri + '>' : request.to;
    message.add(Header::MaxForwards, 70)
        .add(Header::From, request.from + ";tag=" + request.from_tag)
        .add(Header::To, request.to_tag.empty() ? to : to + ";tag=" + request.to_tag)
        .add(Header::CallId, request.call_id)
        .add(Header::CSeq, std::to_string(request.cseq) + ' ' + request.method);
    if (std::ranges::none_of(request.headers, [](const auto& line) { return line.starts_with("Contact:"); }) &&
        request.method != "REGISTER") {
        message.add(Header::Contact, contact());
    }
    for (const auto& line : request.headers) {
        const auto colon = line.find(':');
        message.add(std::string_view{line}.substr(0, colon), trim(std::string_view{line}.substr(colon + 1)));
    }
    if (!request.body.empty()) {
        message.body(request.body_type, request.body);
    }
    const auto branch = request.branch.empty()
                            ? "z9hG4bK-" + request.call_id + '-' + request.method + std::to_string(++branches_) + '-' +
                                  std::to_string(hop.address.port)
                            : request.branch;
    return std::move(message).finish("SIP/2.0/" + std::string{transport_name(hop.transport)} + ' ' +
                                     hop.address.text() + ";rport;branch=" + branch);
}

std::string FakePeer::send(const FakeRequest& request) {
    auto bytes = text(request);
    send_raw(bytes);
    return bytes;
}

void FakePeer::send_raw(std::string bytes) {
    const auto began = std::chrono::steady_clock::now();
    office_.core->on_received(std::move(bytes), hop);
    office_.spent += std::chrono::steady_clock::now() - began;
    office_.settle();
}

void FakePeer::reply(const Message& request, int status, std::string_view to_tag, std::string_view sdp,
                     const std::vector<std::pair<std::string, std::string>>& headers) {
    auto response = MessageBuilder::response(request, status, to_tag);
    if (status > 100 && status < 300) {
        response.add(Header::Contact, contact());
    }
    for (const auto& [name, value] : headers) {
        response.add(name, value);
    }
    if (!sdp.empty()) {
        response.body("application/sdp", sdp);
    }
    send_raw(std::move(response).finish());
}

std::vector<Message> FakePeer::take() {
    std::vector<Message> all;
    for (auto& bytes : std::exchange(inbox_, {})) {
        auto parsed = Message::parse(std::move(bytes));
        EXPECT_TRUE(parsed.good()) << parsed.complaint;
        all.push_back(std::move(parsed.message));
    }
    return all;
}

std::vector<std::string> FakePeer::take_log() {
    std::vector<std::string> log;
    for (const auto& message : take()) {
        log.push_back(message.is_request() ? std::string{message.method_text()} : std::to_string(message.status()));
    }
    return log;
}

Message FakePeer::take_one(std::string_view first_word) {
    for (auto& message : take()) {
        const auto word = message.is_request() ? std::string{message.method_text()} : std::to_string(message.status());
        if (word == first_word) {
            return std::move(message);
        }
    }
    ADD_FAILURE() << "nothing like " << first_word << " came";
    return Message::parse("OPTIONS sip:nothing SIP/2.0\r\n\r\n").message;
}

FakeRequest FakePeer::inside(const Message& ours, std::string_view method, std::uint32_t cseq) const {
    FakeRequest request;
    request.method = method;
    const auto contact_of = NameAddr::parse(ours.header(Header::Contact));
    request.uri = contact_of.ok() ? std::string{contact_of->uri} : "sip:nobody@192.0.2.1";
    const auto cut = [](std::string_view party) { return std::string{party.substr(0, party.find(";tag="))}; };
    // A response names the caller in From; a request of the office's names the office there.
    const bool we_called = ours.is_response();
    request.from = cut(ours.header(we_called ? Header::From : Header::To));
    request.from_tag = we_called ? ours.from_tag() : ours.to_tag();
    request.to = cut(ours.header(we_called ? Header::To : Header::From));
    request.to_tag = we_called ? ours.to_tag() : ours.from_tag();
    request.call_id = ours.call_id();
    request.cseq = cseq;
    return request;
}

FakeOffice::FakeOffice(EndpointConfig its_config) : config{std::move(its_config)} {
    core = std::make_unique<EndpointCore>(
        CoreParts{config, clock, timers, *this, resolver, ids, calls,
                  [this](FlowId flow) { return browsers.contains(flow) ? browsers[flow] : model::UserId{}; },
                  [this](FlowId flow) {
                      taken_over.push_back(flow);
                      browsers.erase(flow);
                      core->on_flow_closed(flow);
                  }});
    core->set_directory(directory());
    settle();
}

FakeOffice::~FakeOffice() = default;

std::shared_ptr<model::Directory> FakeOffice::directory() const {
    auto all = std::make_shared<model::Directory>();
    model::Tenant tenant;
    tenant.id = model::TenantId{1};
    tenant.code = "demo";
    all->tenants.push_back(tenant);
    for (const auto& [id, extension, secret] :
         {std::tuple{user_8001, "8001", "s1"}, std::tuple{user_8002, "8002", "s2"}}) {
        model::User user;
        user.id = model::UserId{id};
        user.tenant = tenant.id;
        user.name = std::string{"User "} + extension;
        user.extension = extension;
        user.extension_secret = secret;
        all->users.push_back(user);
    }
    model::Trunk trunk;
    trunk.id = model::TrunkId{carrier_id};
    trunk.tenant = tenant.id;
    trunk.name = "carrier";
    trunk.address = "192.0.2.50:5060";
    trunk.username = "yinghe";
    trunk.password = "trunk-secret";
    all->trunks.push_back(trunk);
    all->index();
    return all;
}

void FakeOffice::run(Duration time) {
    const auto end = clock.now() + time;
    timers.run_due(clock.now());
    answer_probes();
    while (clock.now() < end) {
        clock.advance(std::min<Duration>(milliseconds{50}, end - clock.now()));
        timers.run_due(clock.now());
        answer_probes();
    }
}

void FakeOffice::answer_probes() {
    for (auto& [peer, bytes] : std::exchange(probes, {})) {
        const auto parsed = Message::parse(std::move(bytes));
        core->on_received(MessageBuilder::response(parsed.message, 200, "probe").finish(), peer->hop);
    }
}

void FakeOffice::send(const Hop& to, std::string_view bytes) {
    sent_bytes += bytes.size();
    for (auto* peer : peers) {
        if (to.flow ? peer->hop.flow == to.flow
                    : peer->hop.address == to.address && peer->hop.transport == to.transport) {
            const auto to_line = bytes.find("\r\nTo: ") + 2;
            const bool outside = bytes.find(";tag=", to_line) > bytes.find("\r\n", to_line);
            if (peer->answers_probes && bytes.starts_with("OPTIONS ") && outside) {
                probes.emplace_back(peer, bytes);
            } else {
                peer->inbox_.emplace_back(bytes);
            }
        }
    }
}

std::string FakeOffice::authorization(const Message& challenge, std::string_view method, std::string_view uri,
                                      std::string_view user, std::string_view secret) {
    DigestClient client{std::string{user}, std::string{secret}};
    EXPECT_EQ(client.on_challenge(challenge), DigestClient::Take::Taken);
    auto request = MessageBuilder::request(method, uri);
    client.authorize(request, method, uri);
    request.add(Header::Via, "SIP/2.0/UDP x;branch=z9hG4bKx")
        .add(Header::From, "<sip:x@x>;tag=x")
        .add(Header::To, "<sip:x@x>")
        .add(Header::CallId, "x")
        .add(Header::CSeq, "1 " + std::string{method});
    const auto parsed = Message::parse(std::move(request).finish());
    return std::string{parsed.message.header(Header::Authorization)};
}

int FakeOffice::register_phone(FakePeer& peer, std::string_view extension, std::string_view secret,
                               std::uint32_t expires_s, std::string_view call_id, std::uint32_t cseq,
                               std::string_view contact) {
    FakeRequest request;
    request.method = "REGISTER";
    request.uri = "sip:demo";
    request.from = "<sip:" + std::string{extension} + "@demo>";
    request.to = request.from;
    request.call_id = call_id;
    request.cseq = cseq;
    request.headers = {"Contact: " + (contact.empty() ? peer.contact() : std::string{contact}),
                       "Expires: " + std::to_string(expires_s)};
    peer.take();
    peer.send(request);
    auto answers = peer.take();
    if (answers.size() != 1 || answers[0].status() != 401) {
        return answers.empty() ? 0 : answers[0].status();
    }
    request.cseq = cseq + 1;
    request.headers.push_back("Authorization: " +
                              authorization(answers[0], "REGISTER", request.uri, extension, secret));
    peer.send(request);
    answers = peer.take();
    return answers.empty() ? 0 : answers[0].status();
}

Result<void> FakeOffice::call_extension(std::int64_t user, std::int64_t leg) {
    calls::OutgoingLeg out;
    out.leg = model::LegId{leg};
    out.tenant = model::TenantId{1};
    out.target = calls::ToExtension{model::UserId{user}};
    out.caller_number = "13812345678";
    out.caller_name = "Zhang";
    out.sdp = fake_offer;
    auto result = core->invite(std::move(out));
    settle();
    return result;
}

Result<void> FakeOffice::call_trunk(std::string_view number, std::int64_t leg) {
    calls::OutgoingLeg out;
    out.leg = model::LegId{leg};
    out.tenant = model::TenantId{1};
    out.target = calls::ToTrunk{model::TrunkId{carrier_id}, std::string{number}};
    out.caller_number = "4008001234";
    out.sdp = fake_offer;
    auto result = core->invite(std::move(out));
    settle();
    return result;
}

std::vector<std::string> words(std::initializer_list<const char*> list) {
    return {list.begin(), list.end()};
}

}  // namespace yh::sip
