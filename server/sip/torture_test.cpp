#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "sip/name_addr.h"
#include "sip/wire_fake.h"

namespace yh::sip {
namespace {

struct Case {
    std::string_view name;
    Verdict verdict;
    int status = 0;
};

/// RFC 4475 §3. Where the RFC leaves a choice, what we chose. Some "application" cases are well formed: the layers
/// above answer them (420, 415, 401…), which their own tests show.
constexpr std::array cases{
    Case{"wsinv", Verdict::Good},
    Case{"intmeth", Verdict::Good},
    Case{"esc01", Verdict::Good},
    Case{"escnull", Verdict::Good},
    Case{"esc02", Verdict::Good},
    Case{"lwsdisp", Verdict::Good},
    Case{"longreq", Verdict::Good},
    Case{"dblreq", Verdict::Good},
    Case{"semiuri", Verdict::Good},
    Case{"transports", Verdict::Good},
    Case{"mpart01", Verdict::Good},
    Case{"unreason", Verdict::Good},
    Case{"noreason", Verdict::Good},
    Case{"badinv01", Verdict::Answer, 400},
    Case{"clerr", Verdict::Answer, 400},
    Case{"ncl", Verdict::Answer, 400},
    Case{"scalar02", Verdict::Answer, 400},
    Case{"scalarlg", Verdict::Drop},
    Case{"quotbal", Verdict::Answer, 400},
    Case{"ltgtruri", Verdict::Answer, 400},
    Case{"lwsruri", Verdict::Answer, 400},
    Case{"lwsstart", Verdict::Answer, 400},
    Case{"trws", Verdict::Good},  // liberal: the spaces are ignored
    Case{"escruri", Verdict::Answer, 400},
    Case{"baddate", Verdict::Good},   // liberal: nobody here reads Date
    Case{"regbadct", Verdict::Good},  // the registrar refuses the Contact
    Case{"badaspec", Verdict::Good},  // liberal: spaces inside <> are trimmed
    Case{"baddn", Verdict::Answer, 400},
    Case{"badvers", Verdict::Answer, 505},
    Case{"mismatch01", Verdict::Answer, 400},
    Case{"mismatch02", Verdict::Answer, 400},
    Case{"bigcode", Verdict::Drop},
    Case{"badbranch", Verdict::Good},
    Case{"insuf", Verdict::Answer, 400},
    Case{"unkscm", Verdict::Answer, 416},
    Case{"novelsc", Verdict::Answer, 416},
    Case{"unksm2", Verdict::Good},
    Case{"bext01", Verdict::Good},
    Case{"invut", Verdict::Good},
    Case{"regaut01", Verdict::Good},
    Case{"multi01", Verdict::Answer, 400},
    Case{"mcl01", Verdict::Answer, 400},
    Case{"bcast", Verdict::Good},
    Case{"zeromf", Verdict::Good},
    Case{"cparam01", Verdict::Good},
    Case{"cparam02", Verdict::Good},
    Case{"regescrt", Verdict::Good},
    Case{"sdp01", Verdict::Good},
    Case{"inv2543", Verdict::Good},
};

std::string read(std::string_view name) {
    const std::string path = std::string{YINGHE_SOURCE_DIR} + "/tests/sip/torture/" + std::string{name} + ".sip";
    std::ifstream file{path, std::ios::binary};
    EXPECT_TRUE(file.good()) << path;
    return {std::istreambuf_iterator<char>{file}, {}};
}

Message good(std::string_view name) {
    auto parsed = Message::parse(read(name));
    EXPECT_TRUE(parsed.good()) << name << ": " << parsed.complaint;
    return std::move(parsed.message);
}

TEST(Torture, EveryMessageGetsWhatItDeserves) {
    for (const auto& one : cases) {
        const auto parsed = Message::parse(read(one.name));
        EXPECT_EQ(static_cast<int>(parsed.verdict), static_cast<int>(one.verdict))
            << one.name << ' ' << parsed.complaint;
        EXPECT_EQ(parsed.status, one.verdict == Verdict::Answer ? one.status : parsed.status) << one.name;
    }
}

TEST(Torture, EveryAnswerIsItselfWellFormed) {
    for (const auto& one : cases) {
        FakeNet net;
        net.b.user.answer = [&net](TransactionId id, const Message&) { net.b.layer.respond(id, 404); };
        const auto bytes = read(one.name);
        net.b.layer.on_received(bytes, net.a.own);
        if (bytes.starts_with("SIP/") || one.verdict == Verdict::Drop) {
            EXPECT_TRUE(net.b.wire.sent.empty()) << one.name;
            continue;
        }
        ASSERT_EQ(net.b.wire.sent.size(), 1U) << one.name;
        const auto answer = net.b.wire.last();
        EXPECT_EQ(net.b.wire.log()[0], std::to_string(one.verdict == Verdict::Good ? 404 : one.status)) << one.name;
        // An answer repeats what the request said in From, To and CSeq: it is readable when that was.
        EXPECT_TRUE(answer.good() || one.verdict == Verdict::Answer) << one.name << ": " << answer.complaint;
    }
}

TEST(Torture, TortuousInviteMeansWhatItSays) {
    const auto message = good("wsinv");
    EXPECT_EQ(message.cseq(), 9U);
    EXPECT_EQ(message.max_forwards(), 68);
    EXPECT_EQ(message.from_tag(), "98asjd8");
    EXPECT_EQ(message.to_tag(), "1918181833n");
    EXPECT_EQ(message.branch(), "390skdjuw");
    EXPECT_TRUE(message.has(Header::Subject));
    EXPECT_EQ(message.header("newfangledheader"), "newfangled value   continued newfangled value");
    EXPECT_EQ(message.header("UnknownHeaderWithUnusualValue"), ";;,,;;,;");
    std::vector<std::string> branches;
    for (const auto value : message.values(Header::Via)) {
        branches.emplace_back(Via::parse(value)->branch());
    }
    EXPECT_EQ(branches, (std::vector<std::string>{"390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"}));
    const auto from = NameAddr::parse(message.header(Header::From));
    EXPECT_EQ(from->display_text(), "J Rosenberg \\\"");
    const auto contact = NameAddr::parse(*message.values(Header::Contact).begin());
    EXPECT_EQ(contact->display_text(), "Quoted string \"\"");
    EXPECT_EQ(contact->params.get("newparam"), "newvalue");
    EXPECT_EQ(contact->params.get("q"), "0.33");
    EXPECT_TRUE(message.body().starts_with("v=0\r\n"));
}

TEST(Torture, OddCharactersSurvive) {
    const auto message = good("intmeth");
    EXPECT_EQ(message.method(), Method::Other);
    EXPECT_EQ(message.method_text(), "!interesting-Method0123456789_*+`.%indeed'~");
    const auto uri = Uri::parse(message.request_uri());
    EXPECT_EQ(uri->user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
    EXPECT_EQ(uri->password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
    EXPECT_EQ(uri->host, "example.com");
    EXPECT_EQ(NameAddr::parse(message.header(Header::To))->display_text(),
              (std::string{"BEL:\x07 NUL:\0 DEL:\x7f", 17}));
    EXPECT_EQ(message.from_tag(), "_token~1'+`*%!-.");
}

TEST(Torture, EscapesAreResolvedOnlyOnce) {
    const auto message = good("esc01");
    EXPECT_EQ(Uri::parse(message.request_uri())->user_text(), "sips:user@example.com");
    const auto contact = NameAddr::parse(message.header(Header::Contact));
    const auto uri = Uri::parse(contact->uri);
    EXPECT_FALSE(uri->is_loose_router());  // %6C%72 is not lr
    EXPECT_EQ(unescape(*uri->params.get("n%61me")), "value%41");
    EXPECT_EQ(good("esc02").method(), Method::Other);
    EXPECT_EQ(Uri::parse(good("semiuri").request_uri())->user_text(), "user;par=u@example.net");
}

TEST(Torture, SecondRequestInADatagramIsIgnored) {
    const auto message = good("dblreq");
    EXPECT_TRUE(message.is(Method::Register));
    EXPECT_TRUE(message.body().empty());
}

/// 15,000 mutated messages go through the parser and a transaction layer; nothing may crash, hang or stay behind.
TEST(Torture, MutationsDoNoHarm) {
    std::mt19937 random{4475};
    FakeNet net;
    net.b.user.answer = [&](TransactionId id, const Message& request) {
        constexpr std::array statuses{180, 200, 404, 401, 487};
        EXPECT_LE(request.header(Header::Contact).size(), 65'535U);
        net.b.layer.respond(id, statuses[random() % statuses.size()]);
    };
    std::vector<std::string> seeds;
    for (const auto& one : cases) {
        seeds.push_back(read(one.name));
    }
    constexpr std::string_view spice[] = {"\r\n", ",", ";", "\"", "<", ">",  "\\",         ":",
                                          " ",    "=", "@", "%",  "[", "-1", "99999999999"};
    for (int i = 0; i < 15'000; ++i) {
        auto bytes = seeds[random() % seeds.size()];
        for (auto changes = random() % 8; changes > 0 && !bytes.empty(); --changes) {
            const auto at = random() % bytes.size();
            switch (random() % 5) {
                case 0:
                    bytes[at] = static_cast<char>(random());
                    break;
                case 1:
                    bytes.erase(at, random() % 20);
                    break;
                case 2:
                    bytes.insert(at, spice[random() % std::size(spice)]);
                    break;
                case 3:
                    bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 60));
                    break;
                default:
                    bytes.resize(at);
            }
        }
        net.b.layer.on_received(std::move(bytes), net.a.own);
        if (i % 100 == 0) {
            net.clock.advance(std::chrono::seconds{3});
            net.b.timers.run_due(net.clock.now());
            net.b.wire.sent.clear();
        }
    }
    for (const auto id : net.b.user.requests) {
        net.b.layer.respond(id, 487);  // the INVITEs that were left ringing
    }
    net.run(std::chrono::seconds{120});
    EXPECT_EQ(net.b.layer.size(), 0U);
    EXPECT_EQ(net.b.timers.size(), 0U);
}

}  // namespace
}  // namespace yh::sip
