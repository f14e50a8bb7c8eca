#include "office/settings/site_check.h"

#include <gtest/gtest.h>

#include <functional>

namespace yh::office::settings {
namespace {

SiteTenant company() {
    SiteTenant tenant;
    tenant.code = "demo";
    tenant.user.resize(2);
    tenant.user[0].number = "10001";
    tenant.user[0].extension = "8001";
    tenant.user[1].number = "10002";
    SiteTrunk trunk;
    trunk.name = "carrier";
    trunk.address = "10.0.0.1:5060";
    tenant.trunk.push_back(trunk);
    for (const auto* number : {"600", "601"}) {
        auto& queue = tenant.queue.emplace_back();
        queue.number = number;
        queue.members.push_back({"10001", 0, 0});
    }
    tenant.schedule.push_back(
        {"work", "上班", "Asia/Shanghai", {{"12345", "09:00", "18:00"}}, {}, "queue:600", "hangup", ""});
    model::FlowNode end;
    end.id = "end";
    end.kind = model::FlowNodeKind::Hangup;
    tenant.flow.push_back({"main", "总机", "end", {end}});
    tenant.room.push_back({"1", "早会", "", {"10001"}});
    tenant.inbound.push_back({"4008001234", "carrier", "ivr:main"});
    tenant.outbound.push_back({"0*|1*", "carrier", 0, "", ""});
    tenant.options.emplace();
    return tenant;
}

/// "code field" of the first fault after a change; "none" when there is none.
std::string fault_after(const std::function<void(SiteTenant&)>& change, const VoiceNames& voices = {}) {
    auto tenant = company();
    change(tenant);
    const auto faults = find_faults(tenant, voices);
    return faults.empty() ? "none" : std::string{faults[0].code} + " " + faults[0].field;
}

TEST(SiteCheck, ASoundCompanyHasNoFaults) {
    EXPECT_EQ(fault_after([](SiteTenant&) {}), "none");
}

TEST(SiteCheck, WhatAQueueNamesMustBeThere) {
    const auto of = [](auto change) { return fault_after([&](SiteTenant& tenant) { change(tenant.queue[0]); }); };
    EXPECT_EQ(of([](SiteQueue& q) { q.overflow_to = "602"; }), "config.unknown_queue overflow_to");
    EXPECT_EQ(of([](SiteQueue& q) { q.overflow_to = "600"; }), "config.unknown_queue overflow_to");
    EXPECT_EQ(of([](SiteQueue& q) { q.overflow_to = "601"; }), "none");
    EXPECT_EQ(of([](SiteQueue& q) { q.overflow_after_s = 5; }), "config.required overflow_to");
    EXPECT_EQ(of([](SiteQueue& q) { q.hours = "night"; }), "config.unknown_schedule hours");
    EXPECT_EQ(of([](SiteQueue& q) { q.when_closed = "ivr:night"; }), "config.leads_nowhere when_closed");
    EXPECT_EQ(of([](SiteQueue& q) { q.on_timeout = "hours:night"; }), "config.leads_nowhere on_timeout");
    EXPECT_EQ(of([](SiteQueue& q) { q.on_timeout = "somewhere"; }), "config.malformed on_timeout");
    EXPECT_EQ(of([](SiteQueue& q) { q.members.push_back({"10009", 0, 0}); }), "config.unknown_user members[1].user");
    EXPECT_EQ(of([](SiteQueue& q) { q.leaders = {"10002", "10002"}; }), "config.twice leaders[1]");
    EXPECT_EQ(of([](SiteQueue& q) { q.voicemail_key = "12"; }), "config.malformed voicemail_key");
    EXPECT_EQ(of([](SiteQueue& q) { q.voicemail_key = q.callback_key = "1"; }), "config.twice callback_key");
    EXPECT_EQ(of([](SiteQueue& q) { q.keys_hint = "welcome"; }), "config.malformed keys_hint");
    EXPECT_EQ(of([](SiteQueue& q) { q.required_skill = -1; }), "config.out_of_range required_skill");
    EXPECT_EQ(of([](SiteQueue& q) { q.name = "a\r\nb"; }), "config.malformed name");
}

TEST(SiteCheck, VoicesAreProvedWhenTheyAreKnown) {
    const auto greet = [](SiteTenant& tenant) { tenant.queue[0].greeting = "prompt:hello"; };
    EXPECT_EQ(fault_after(greet), "none");
    EXPECT_EQ(fault_after(greet, std::set<std::string, std::less<>>{"hello"}), "none");
    EXPECT_EQ(fault_after(greet, std::set<std::string, std::less<>>{"other"}), "config.unknown_voice greeting");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.inbound[0].destination = "announce:x"; },
                          std::set<std::string, std::less<>>{}),
              "config.leads_nowhere destination");
}

TEST(SiteCheck, TrunksRoutesAndRooms) {
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.trunk[0].address = "a b"; }), "config.malformed address");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.trunk[0].proxy = "<sip:x>"; }), "config.malformed proxy");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.trunk[0].expires_s = 5; }), "config.out_of_range expires_s");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.trunk[0].codecs = "PCMA|G729"; }), "config.unknown_codec codecs");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.trunk[0].codecs = "PCMA|PCMA"; }), "config.twice codecs");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.trunk[0].kind = model::TrunkKind::Register; }),
              "config.required username");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.inbound[0].did = ""; }), "config.required did");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.inbound[0].trunk = "x"; }), "config.unknown_trunk trunk");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.outbound[0].pattern = "0*||1*"; }), "config.required pattern");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.outbound[0].backup_trunks = {"x"}; }),
              "config.unknown_trunk backup_trunks[0]");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.outbound[0].backup_trunks = {"carrier"}; }),
              "config.twice backup_trunks[0]");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.room[0].participants = {"10003"}; }),
              "config.unknown_user participants[0]");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.room[0].number = "7"; }), "config.twice number");  // *9 7 is *97
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.room.push_back({"2", "早会", "", {}}); }), "config.twice name");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.code = "../x"; }), "config.malformed code");
}

TEST(SiteCheck, SchedulesFlowsAndOptions) {
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.schedule[0].open[0].from = "9"; }), "schedule.time open[0].from");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.schedule[0].when_open = "queue:602"; }),
              "config.leads_nowhere when_open");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.flow[0].start = "nothing"; }).substr(0, 17), "config.flow_fault");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.flow.push_back(t.flow[0]); }), "config.twice code");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.options->survey.level[1].key = "1"; }),
              "config.twice survey.level[1].key");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.options->feature.busy = "72"; }), "config.malformed feature.busy");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.options->feature.busy = "*71"; }), "config.twice feature.busy");
    EXPECT_EQ(fault_after([](SiteTenant& t) {
                  t.options->vip.push_back({"", 10, ""});
              }),
              "config.required vip[0].pattern");
    EXPECT_EQ(fault_after([](SiteTenant& t) {
                  t.options->customer_level = {{"一般", 0}, {"一般", 5}};
              }),
              "config.twice customer_level[1].name");
    EXPECT_EQ(fault_after([](SiteTenant& t) { t.options->voicemail.max_s = 0; }),
              "config.out_of_range voicemail.max_s");
}

}  // namespace
}  // namespace yh::office::settings
