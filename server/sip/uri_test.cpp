#include "sip/uri.h"

#include <gtest/gtest.h>

#include <string>

namespace yh::sip {
namespace {

bool same(std::string_view a, std::string_view b) {
    const auto first = Uri::parse(a);
    const auto second = Uri::parse(b);
    EXPECT_TRUE(first.ok() && second.ok()) << a << ' ' << b;
    return equivalent(*first, *second) && equivalent(*second, *first);
}

TEST(Uri, Parts) {
    const auto uri = Uri::parse("sips:alice:secret@[2001:db8::10]:5061;transport=tcp;lr?Subject=x&Priority=urgent");
    ASSERT_TRUE(uri.ok());
    EXPECT_EQ(uri->scheme, Uri::Scheme::Sips);
    EXPECT_EQ(uri->user, "alice");
    EXPECT_EQ(uri->password, "secret");
    EXPECT_EQ(uri->host, "[2001:db8::10]");
    EXPECT_EQ(uri->port, 5061);
    EXPECT_TRUE(uri->is_loose_router());
    EXPECT_EQ(uri->headers, "Subject=x&Priority=urgent");
    EXPECT_EQ(*uri->transport(), Transport::Tls);
    EXPECT_EQ(*Uri::parse("sip:a;transport=ws")->transport(), Transport::Ws);
    EXPECT_FALSE(Uri::parse("sip:a;transport=sctp")->transport().ok());
    EXPECT_EQ(Uri::parse("tel:+86-10-1234;phone-context=x")->user, "+86-10-1234");
}

TEST(Uri, Malformed) {
    for (const std::string_view bad :
         {"", "sip", "sip:", "sip:@h", "sip:a@", "sip:a@h:", "sip:a@h:x", "sip:a@h:99999", "sip:a b@h", "sip:a@[::1",
          "sip:a@b@c", "<sip:a@h>", ":a", "1sip:a", "sip:a@h h", "tel:", "sip:a@h\x01"}) {
        EXPECT_FALSE(Uri::parse(bad).ok()) << bad;
    }
}

/// The examples of RFC 3261 §19.1.4.
TEST(Uri, EquivalenceAsInTheRfc) {
    EXPECT_TRUE(same("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"));
    EXPECT_TRUE(same("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"));
    EXPECT_TRUE(same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"));
    EXPECT_TRUE(same("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                     "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"));
    EXPECT_TRUE(same("sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                     "sip:alice@atlanta.com?priority=urgent&subject=project%20x"));
    EXPECT_FALSE(same("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"));
    EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"));
    EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"));
    EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"));
    EXPECT_FALSE(same("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"));
    EXPECT_FALSE(same("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"));
    EXPECT_FALSE(same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"));
    EXPECT_FALSE(same("sip:a@h", "sips:a@h"));
}

TEST(Uri, Escaping) {
    EXPECT_EQ(escape_user("a b@c#"), "a%20b%40c%23");
    EXPECT_EQ(unescape("a%20b%4"), "a b%4");
    EXPECT_EQ(unescape(escape_user("王 丽:%")), "王 丽:%");
}

TEST(Params, Walk) {
    const Params params{";a=\"x;y\" ; B ;c = d;;"};
    EXPECT_EQ(params.get("A"), "\"x;y\"");
    EXPECT_EQ(params.get("b"), "");
    EXPECT_EQ(params.get("c"), "d");
    EXPECT_FALSE(params.has("d"));
}

TEST(Address, TextForms) {
    EXPECT_EQ(Address::parse("192.0.2.1:5060")->text(), "192.0.2.1:5060");
    EXPECT_EQ(Address::parse("[2001:DB8::1]:5061")->text(), "[2001:db8::1]:5061");
    EXPECT_EQ(Address::parse("2001:db8::1")->bare_host(), "2001:db8::1");
    EXPECT_EQ(Address::parse("192.0.2.1")->port, 0);
    EXPECT_EQ(*Address::from_host("[::1]", 7), *Address::parse("[::1]:7"));
    for (const std::string_view bad :
         {"", "example.com", "192.0.2.1:", "192.0.2.1:x", "192.0.2.1:70000", "[::1", "300.1.1.1", "[]:5"}) {
        EXPECT_FALSE(Address::parse(bad).ok()) << bad;
    }
}

}  // namespace
}  // namespace yh::sip
