#include "sip/message_framer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace yh::sip {
namespace {

using Event = StreamFramer::Event;

const std::string with_body = "MESSAGE sip:a SIP/2.0\r\nl: 5\r\n\r\nhello";
const std::string without_length = "OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n";

std::vector<Event> events(StreamFramer& framer) {
    std::vector<Event> seen;
    for (auto next = framer.next();; next = framer.next()) {
        if (next.event != Event::NeedMore) {
            seen.push_back(next.event);
        }
        if (next.event == Event::NeedMore || next.event == Event::Broken) {
            return seen;
        }
    }
}

TEST(StreamFramer, CutsAtEveryPossibleSeam) {
    const auto stream = with_body + without_length + with_body;
    for (std::size_t seam = 0; seam <= stream.size(); ++seam) {
        StreamFramer framer;
        std::vector<std::string> messages;
        for (const auto part : {std::string_view{stream}.substr(0, seam), std::string_view{stream}.substr(seam)}) {
            framer.feed(part);
            for (auto next = framer.next(); next.event == Event::Message; next = framer.next()) {
                messages.push_back(next.message);
            }
        }
        EXPECT_EQ(messages, (std::vector{with_body, without_length, with_body})) << seam;
        EXPECT_EQ(framer.pending_bytes(), 0U);
    }
}

TEST(StreamFramer, PingsAndPongsBetweenMessages) {
    StreamFramer framer;
    framer.feed("\r\n\r\n" + with_body + "\r\n");
    EXPECT_EQ(events(framer), (std::vector{Event::Ping, Event::Message, Event::Pong}));
    framer.feed("\r");
    EXPECT_TRUE(events(framer).empty());
    framer.feed("\n");
    EXPECT_EQ(events(framer), (std::vector{Event::Ping}));  // the second half came late
    framer.feed("\r\n" + with_body);
    EXPECT_EQ(events(framer), (std::vector{Event::Pong, Event::Message}));
}

TEST(StreamFramer, BreaksOffWhereTheNextMessageCannotBeFound) {
    for (const std::string_view bad :
         {"l: -1\r\n\r\n", "l: 70000\r\n\r\n", "l: 99999999999999\r\n\r\n", "l: 1\r\nContent-Length: 2\r\n\r\n"}) {
        StreamFramer framer;
        framer.feed("OPTIONS sip:a SIP/2.0\r\n" + std::string{bad});
        EXPECT_EQ(events(framer), (std::vector{Event::Broken})) << bad;
        framer.feed(with_body);
        EXPECT_EQ(events(framer), (std::vector{Event::Broken}));
    }
    StreamFramer endless;
    endless.feed(std::string(70'000, 'x'));
    EXPECT_EQ(events(endless), (std::vector{Event::Broken}));
}

}  // namespace
}  // namespace yh::sip
