#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "sip/endpoint_fake.h"

// Whatever comes in, the endpoint lives, and nothing is left behind.
namespace yh::sip {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<std::string> torture_messages() {
    std::vector<std::string> all;
    const std::filesystem::path folder{YINGHE_SOURCE_DIR "/tests/sip/torture"};
    if (std::filesystem::exists(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator{folder}) {
            std::ifstream file{entry.path(), std::ios::binary};
            all.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
        }
    }
    return all;
}

/// Calls that answer everything at once, so that strange requests reach every part.
struct Busy {
    explicit Busy(FakeOffice& its_office, unsigned seed) : office{its_office}, random{seed} {
        office.calls.when_invited = [this](const calls::Invited& invited) {
            legs.push_back(invited.leg);
            switch (random() % 4) {
                case 0:
                    office.core->progress(invited.leg, 183, std::string{fake_answer});
                    break;
                case 1:
                    office.core->close(invited.leg, {486, "busy", 17});
                    break;
                default:
                    office.core->answer(invited.leg, std::string{fake_answer});
                    break;
            }
        };
    }
    void act() {
        for (const auto leg : legs) {
            switch (random() % 5) {
                case 0:
                    office.core->answer_offer(leg, std::string{fake_answer});
                    break;
                case 1:
                    office.core->offer(leg, std::string{fake_offer});
                    break;
                case 2:
                    office.core->answer(leg, std::string{fake_answer});
                    break;
                default:
                    break;
            }
        }
    }
    void close_all() {
        for (const auto leg : legs) {
            office.core->close(leg, {});
        }
        legs.clear();
    }

    FakeOffice& office;
    std::mt19937 random;
    std::vector<model::LegId> legs;
};

void expect_clean(FakeOffice& office) {
    office.run(seconds{90});
    office.run(seconds{40});
    EXPECT_EQ(office.core->calls_up(), 0U);
    EXPECT_EQ(office.core->dialogs(), 0U);
}

TEST(Robustness, TortureMessagesFromEverywhere) {
    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};
    FakePeer stranger{office, "198.51.100.7:5060"};
    Busy busy{office, 1};
    for (const auto& message : torture_messages()) {
        carrier.send_raw(message);
        stranger.send_raw(message);
        busy.act();
    }
    busy.close_all();
    expect_clean(office);
}

TEST(Robustness, MutatedMessagesOfRealCalls) {
    std::mt19937 random{20240607};
    for (unsigned round = 0; round < 30; ++round) {
        FakeOffice office;
        FakePeer carrier{office, "192.0.2.50:5060"};
        FakePeer phone{office, "192.0.2.61:5060"};
        Busy busy{office, round};
        office.register_phone(phone, "8001", "s1");
        // A living call in each direction, whose messages are then repeated with errors.
        FakeRequest invite;
        invite.body = fake_offer;
        invite.headers = {"Supported: timer, 100rel", "Session-Expires: 1800;refresher=uac"};
        std::vector<std::string> seeds{carrier.send(invite)};
        const auto answers = carrier.take();
        for (const auto& ours : answers) {
            if (!ours.is_response() || ours.to_tag().empty()) {
                continue;
            }
            for (const char* method : {"ACK", "BYE", "INFO", "UPDATE", "INVITE", "PRACK", "REFER", "OPTIONS"}) {
                auto inside = carrier.inside(ours, method, 2);
                inside.body = fake_offer;
                inside.headers = {"RAck: 1 1 INVITE", "Session-Expires: 90"};
                seeds.push_back(carrier.text(inside));
            }
        }
        (void)office.call_extension(FakeOffice::user_8001, 900 + round);
        for (const auto& ours : phone.take()) {
            for (const int status : {100, 180, 183, 200, 302, 401, 422, 486, 491, 603}) {
                seeds.push_back(MessageBuilder::response(ours, status, "far")
                                    .add(Header::Contact, phone.contact())
                                    .add(Header::Require, "100rel")
                                    .add(Header::RSeq, 1)
                                    .body("application/sdp", fake_answer)
                                    .finish());
            }
        }
        for (int i = 0; i < 400; ++i) {
            auto bytes = seeds[random() % seeds.size()];
            const auto hits = random() % 4;
            for (unsigned hit = 0; hit < hits && !bytes.empty(); ++hit) {
                const auto at = random() % bytes.size();
                switch (random() % 5) {
                    case 0:
                        bytes[at] = static_cast<char>(random());
                        break;
                    case 1:
                        bytes.erase(at, random() % 20);
                        break;
                    case 2:
                        bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 60));
                        break;
                    case 3:
                        bytes.insert(at, 1, ";,<>\"\r\n:@=*%"[random() % 13]);
                        break;
                    default:
                        bytes.resize(at);
                        break;
                }
            }
            (random() % 4 == 0 ? phone : carrier).send_raw(std::move(bytes));
            if (i % 10 == 0) {
                busy.act();
                office.run(milliseconds{200});
            }
        }
        busy.close_all();
        office.core->close(model::LegId{900 + round}, {});
        expect_clean(office);
    }
}

}  // namespace
}  // namespace yh::sip
