#include "sip/message.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sip/message_builder.h"
#include "sip/name_addr.h"

namespace yh::sip {
namespace {

std::string invite(std::string_view extra = {}) {
    return "INVITE sip:600@192.0.2.2 SIP/2.0\r\n"
           "v: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKabc;rport\r\n"
           "f: \"Li, Wang\" <sip:8001@demo>;tag=a1\r\n"
           "t: <sip:600@demo>\r\n"
           "i: call-1\r\n"
           "CSeq: 7 INVITE\r\n"
           "m: <sip:8001@192.0.2.1:5062>\r\n"
           "k: 100rel, timer\r\n"
           "Supported: replaces\r\n" +
           std::string{extra} + "l: 4\r\n\r\nv=0\n";
}

Message parse(std::string bytes) {
    auto parsed = Message::parse(std::move(bytes));
    EXPECT_TRUE(parsed.good()) << parsed.complaint;
    return std::move(parsed.message);
}

TEST(Message, CompactFormsAndListsOverSeveralFields) {
    const auto message = parse(invite());
    EXPECT_TRUE(message.is(Method::Invite));
    EXPECT_EQ(message.request_uri(), "sip:600@192.0.2.2");
    EXPECT_EQ(message.call_id(), "call-1");
    EXPECT_EQ(message.cseq(), 7U);
    EXPECT_EQ(message.from_tag(), "a1");
    EXPECT_EQ(message.to_tag(), "");
    EXPECT_EQ(message.body(), "v=0\n");
    EXPECT_EQ(message.field_count(Header::Supported), 2U);
    EXPECT_EQ(message.values(Header::Supported).count(), 3U);
    EXPECT_TRUE(message.lists(Header::Supported, "TIMER"));
    EXPECT_TRUE(message.lists(Header::Supported, "replaces"));
    EXPECT_FALSE(message.lists(Header::Supported, "path"));
    EXPECT_EQ(message.header("contact"), "<sip:8001@192.0.2.1:5062>");
    EXPECT_EQ(message.header("X-None"), "");
}

TEST(Message, SurvivesBeingMoved) {
    auto first = parse(invite());
    const auto second = std::move(first);
    EXPECT_EQ(second.header(Header::From), "\"Li, Wang\" <sip:8001@demo>;tag=a1");
    EXPECT_EQ(second.branch(), "z9hG4bKabc");
}

TEST(Message, EveryKnownHeaderIsFoundByItsOwnName) {
    for (std::size_t i = 0; i < header_count; ++i) {
        const auto header = static_cast<Header>(i);
        std::string shouted{header_name(header)};
        for (char& c : shouted) {
            c = static_cast<char>(std::toupper(c));
        }
        EXPECT_EQ(header_from(shouted), header) << shouted;
    }
    EXPECT_EQ(header_from("X-Customer"), Header::Unknown);
    EXPECT_EQ(header_from("x"), Header::SessionExpires);
}

TEST(Message, KeepAlivesAndRubbishAreNoMessages) {
    EXPECT_EQ(Message::parse("\r\n\r\n").verdict, Verdict::KeepAlive);
    EXPECT_EQ(Message::parse("").verdict, Verdict::KeepAlive);
    EXPECT_EQ(Message::parse(std::string(4, '\0')).verdict, Verdict::KeepAlive);
    EXPECT_EQ(Message::parse("hello\r\n\r\n").verdict, Verdict::Drop);
    EXPECT_EQ(Message::parse("\r\n\r\n" + invite()).verdict, Verdict::Good);
}

TEST(Message, LimitsAre513) {
    std::string many;
    for (int i = 0; i < 250; ++i) {
        many += "X: y\r\n";
    }
    EXPECT_EQ(Message::parse(invite(many)).status, 513);
    EXPECT_EQ(Message::parse(invite("X: " + std::string(9'000, 'y') + "\r\n")).status, 513);
    std::string vias;
    for (int i = 0; i < 80; ++i) {
        vias += "Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\n";
    }
    EXPECT_EQ(Message::parse(invite(vias)).status, 513);
    const auto huge = Message::parse(invite() + std::string(70'000, 'x'));
    EXPECT_EQ(huge.verdict, Verdict::Answer);
    EXPECT_EQ(huge.status, 513);
}

TEST(Message, ContentLengthRulesDatagramAndStream) {
    auto bytes = invite();
    EXPECT_EQ(Message::parse(bytes + "trailing").message.body(), "v=0\n");
    const auto without = bytes.substr(0, bytes.find("l: 4")) + "\r\nv=0\n";
    EXPECT_EQ(Message::parse(without).message.body(), "v=0\n");
    EXPECT_EQ(Message::parse(without, Framing::Stream).message.body(), "");
}

TEST(Message, ResponseMustHaveThreeDigits) {
    const std::string rest =
        "\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: "
        "3 BYE\r\n\r\n";
    const auto ok = parse("SIP/2.0 486 Busy Here" + rest);
    EXPECT_EQ(ok.status(), 486);
    EXPECT_EQ(ok.reason(), "Busy Here");
    EXPECT_TRUE(ok.is(Method::Bye));
    EXPECT_EQ(parse("SIP/2.0 200" + rest).reason(), "");
    for (const std::string_view bad :
         {"SIP/2.0 99 x", "SIP/2.0 700 x", "SIP/2.0 2000 x", "SIP/3.0 200 OK", "SIP/2.0 2x0 OK"}) {
        EXPECT_EQ(Message::parse(std::string{bad} + rest).verdict, Verdict::Drop) << bad;
    }
}

TEST(MessageBuilder, ResponseCarriesWhatTheRequestSaid) {
    auto request = parse(invite("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n"));
    Hop source;
    source.address = *Address::parse("198.51.100.7:4321");
    request.set_source(source);
    const auto response = parse(MessageBuilder::response(request, 200, "b2")
                                    .add(Header::Contact, "<sip:us>")
                                    .body("application/sdp", "v=0\r\n")
                                    .finish());
    EXPECT_EQ(response.header(Header::Via),
              "SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKabc;rport=4321;received=198.51.100.7");
    EXPECT_EQ(response.to_tag(), "b2");
    EXPECT_EQ(response.values(Header::RecordRoute).count(), 2U);
    EXPECT_EQ(response.content_type(), "application/sdp");
    EXPECT_EQ(response.body(), "v=0\r\n");
    const auto trying = parse(MessageBuilder::response(request, 100, "b2").finish());
    EXPECT_EQ(trying.to_tag(), "");
    EXPECT_FALSE(trying.has(Header::RecordRoute));
}

TEST(MessageBuilder, NobodySmugglesAHeaderIn) {
    auto builder = MessageBuilder::request("MESSAGE", "sip:a@b\r\nX: 1");
    builder.add(Header::Subject, "hi\r\nX-Evil: yes\r\n\r\nbody");
    const auto bytes = std::move(builder).finish("SIP/2.0/UDP h;branch=z9hG4bK1");
    EXPECT_EQ(bytes.find("\nX"), std::string::npos);
    EXPECT_NE(bytes.find("Subject: hi  X-Evil: yes    body\r\n"), std::string::npos);
}

TEST(MessageBuilder, ViaComesFirst) {
    const auto bytes =
        MessageBuilder::request(Method::Options, "sip:a").add(Header::CallId, "x").finish("SIP/2.0/UDP h");
    EXPECT_EQ(bytes, "OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nCall-ID: x\r\nContent-Length: 0\r\n\r\n");
}

TEST(HeaderValues, ListsSplitOutsideOfQuotesAndBrackets) {
    std::string_view rest = " \"a, b\" <sip:x,y@h>;p=\"1,2\" ,, <sip:z> ";
    std::string_view value;
    std::vector<std::string> values;
    while (next_list_value(rest, value)) {
        values.emplace_back(value);
    }
    EXPECT_EQ(values, (std::vector<std::string>{"\"a, b\" <sip:x,y@h>;p=\"1,2\"", "<sip:z>"}));
}

TEST(HeaderValues, ViaForms) {
    const auto v6 = Via::parse("SIP/2.0/WSS [2001:db8::9:1]:5061;branch=z9hG4bK87asdks7");
    ASSERT_TRUE(v6.ok());
    EXPECT_EQ(v6->host, "[2001:db8::9:1]");
    EXPECT_EQ(v6->port, 5061);
    EXPECT_EQ(v6->sent_by, "[2001:db8::9:1]:5061");
    EXPECT_TRUE(v6->has_magic_cookie());
    EXPECT_FALSE(Via::parse("SIP/2.0/UDP h;branch=z9hG4bK")->has_magic_cookie());
    for (const std::string_view bad : {"", "SIP/2.0", "SIP/2.0/UDP", "SIP/2.0/UDP ;x", "SIP/2.0/UDP h:99999",
                                       "SIP/2.0/UDP [::1", "HTTP/2.0/UDP h", "SIP/2.0/UDP h x"}) {
        EXPECT_FALSE(Via::parse(bad).ok()) << bad;
    }
}

TEST(HeaderValues, SmallOnes) {
    EXPECT_EQ(CSeq::parse(" 0009   INVITE")->number, 9U);
    EXPECT_FALSE(CSeq::parse("2147483648 INVITE").ok());
    EXPECT_FALSE(CSeq::parse("1").ok());
    EXPECT_EQ(RAck::parse("776656 1 INVITE")->rseq, 776656U);
    EXPECT_FALSE(RAck::parse("1 INVITE").ok());
    const auto expires = SessionExpires::parse("1800;refresher=uas");
    EXPECT_EQ(expires->seconds, 1800U);
    EXPECT_EQ(expires->refresher, SessionExpires::Refresher::Uas);
    const auto replaces = Replaces::parse("98732@sip.example.com ;from-tag=r33th4x0r ;to-tag=ff87ff;early-only");
    EXPECT_EQ(replaces->call_id, "98732@sip.example.com");
    EXPECT_EQ(replaces->from_tag, "r33th4x0r");
    EXPECT_TRUE(replaces->early_only);
    EXPECT_FALSE(Replaces::parse("x;to-tag=1").ok());
    EXPECT_EQ(*parse_number("5 (in a while);duration=3"), 5U);
    EXPECT_FALSE(parse_number("5x").ok());
    EXPECT_FALSE(parse_number("").ok());
    EXPECT_FALSE(parse_number("-1").ok());
}

TEST(NameAddr, FormsAndFaults) {
    const auto bare = NameAddr::parse("sip:8001@demo;tag=x");
    EXPECT_EQ(bare->uri, "sip:8001@demo");
    EXPECT_EQ(bare->tag(), "x");
    const auto full = NameAddr::parse("\"A \\\"B\\\" <c>\" <sip:8001@demo;transport=tcp>;expires=60");
    EXPECT_EQ(full->display_text(), "A \"B\" <c>");
    EXPECT_EQ(full->uri, "sip:8001@demo;transport=tcp");
    EXPECT_EQ(full->params.get("expires"), "60");
    EXPECT_TRUE(NameAddr::parse("*")->is_star());
    EXPECT_EQ(NameAddr::parse("王丽 <sip:1@h>")->display, "王丽");
    for (const std::string_view bad :
         {"", "<>", "\"x <sip:a@b>", "<sip:a@b", "<sip:a@b> x", "a, b <sip:a@b>", "<sip:a>;t=\"x"}) {
        EXPECT_FALSE(NameAddr::parse(bad).ok()) << bad;
    }
    EXPECT_EQ(format_name_addr("a\"b", "sip:x"), "\"a\\\"b\" <sip:x>");
}

}  // namespace
}  // namespace yh::sip
