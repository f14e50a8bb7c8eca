#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/people/chart.h"
#include "office/reports/report_store.h"
#include "office/rollups/local_time.h"
#include "office/rollups/story.h"
#include "office/rollups/sums.h"
#include "office/rollups/tally.h"
#include "office/settings/site_store.h"

namespace yh::office::reports {

/// A company with two queues and two departments, in a zone whose clocks go back in the night to 1 November 2026, and
/// random calls in the three days around it: facts, and the sums that the tally makes of them.
class Filled : public ::testing::TestWithParam<db::Engine> {
  protected:
    static constexpr std::int64_t first_day = 20261031;
    static constexpr std::int64_t last_day = 20261102;
    static constexpr std::string_view zone_name = "America/New_York";

    Filled() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        apply_site();
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
        for (const auto* number : {"11", "12", "13", "14", "15"}) {
            agents_.push_back(user(number));
        }
        queues_ = {id("queues", "number", "100"), id("queues", "number", "101")};
        departments_ = {id("departments", "code", "north"), id("departments", "code", "south")};
    }

    void apply_site() {
        settings::SiteTenant tenant;
        tenant.code = "demo";
        tenant.name = "Demo";
        tenant.zone = zone_name;
        tenant.department = {{"north", "北区", "", {"3"}}, {"south", "南区", "", {}}};
        for (const auto* number : {"1", "2", "3", "11", "12", "13", "14", "15"}) {
            auto& person = tenant.user.emplace_back();
            person.number = person.account = number;
            person.name = std::string{"坐席"} + number;
            person.password = "secret1234";
        }
        tenant.user[3].department = tenant.user[4].department = "north";
        tenant.user[5].department = "south";
        for (const auto* number : {"100", "101"}) {
            auto& queue = tenant.queue.emplace_back();
            queue.number = number;
            queue.name = std::string{"队列"} + number;
        }
        tenant.queue[0].leaders = {"2"};
        tenant.queue[0].members = {{"11"}, {"13"}};
        tenant.queue[1].members = {{"12"}, {"13"}, {"14"}};
        const auto applied =
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, site_ids_);
        ASSERT_TRUE(applied.ok()) << applied.error().code << applied.error().detail;
    }

    std::int64_t id(std::string_view table, std::string_view column, std::string_view value) {
        return *connection_.one<std::int64_t>(fmt::format("SELECT id FROM {} WHERE {} = ?", table, column), value);
    }
    std::int64_t user(std::string_view number) { return id("users", "number", number); }

    // ---- who asks

    lists::Reader reader(std::string_view number, people::DataScope data) {
        lists::Reader made;
        made.who.tenant = model::TenantId{tenant_};
        made.who.user = model::UserId{user(number)};
        made.who.number = number;
        made.who.role = model::Role::Admin;
        made.who.own_data = data;
        return made;
    }
    lists::Reader admin() { return reader("1", people::DataScope::All); }
    lists::Reader leader() { return reader("2", people::DataScope::Led); }
    lists::Reader manager() {
        auto made = reader("3", people::DataScope::Led);
        people::Managed managed;
        managed.departments = {departments_[0]};
        made.who.managed = std::make_shared<const people::Managed>(managed);
        return made;
    }
    lists::Reader agent() { return reader("11", people::DataScope::Own); }

    // ---- what happened

    std::int64_t random(std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>{least, most}(chance_);
    }
    bool one_in(std::int64_t n) { return random(1, n) == 1; }
    template <class T>
    T any(const std::vector<T>& of) {
        return of[static_cast<std::size_t>(random(0, static_cast<std::int64_t>(of.size()) - 1))];
    }
    std::optional<std::int64_t> some_department() {
        return one_in(5) ? std::nullopt : std::optional{any(departments_)};
    }

    rollups::StoryLeg leg_of(const rollups::StoryCall& call, std::int64_t agent) {
        rollups::StoryLeg leg;
        leg.id = ++next_id_;
        leg.call_id = call.id;
        leg.user_id = agent;
        leg.department_id = some_department();
        leg.started_at_ms = call.started_at_ms + random(0, 20'000);
        leg.ringing_at_ms = one_in(6) ? std::nullopt : std::optional{leg.started_at_ms + random(0, 400)};
        leg.ended_at_ms = leg.started_at_ms + random(500, 45'000);
        return leg;
    }

    rollups::CallStory random_call() {
        rollups::CallStory story;
        auto& call = story.call;
        call.id = ++next_id_;
        call.tenant_id = tenant_;
        call.customer_number = "1380000000" + std::to_string(random(0, 9));
        call.started_at_ms =
            rollups::day_begins_ms(first_day, zone_) +
            random(0, rollups::day_begins_ms(20261103, zone_) - rollups::day_begins_ms(first_day, zone_) - 1);
        const auto kind = random(1, 20);
        call.direction = kind <= 12   ? model::Direction::Inbound
                         : kind <= 17 ? model::Direction::ManualOutbound
                         : kind <= 19 ? model::Direction::AutoOutbound
                                      : model::Direction::Internal;
        call.ring_ms = one_in(6) ? 0 : random(1, 40'000);
        call.wait_ms = random(0, 40'000);
        call.ringing_at_ms = one_in(5) ? std::nullopt : std::optional{call.started_at_ms + 500};
        if (!one_in(3)) {
            for (std::int64_t visit = 1; visit <= random(1, 2); ++visit) {
                const auto waited = random(0, 30) * 1000 + (one_in(3) ? 0 : random(0, 999));
                story.visits.push_back({call.id, visit, any(queues_), call.started_at_ms, call.started_at_ms + waited,
                                        any(std::vector{model::QueueExit::Connected, model::QueueExit::Abandoned,
                                                        model::QueueExit::Moved})});
            }
            call.queue_id = story.visits.back().queue_id;
        }
        call.direction == model::Direction::Inbound ? ring_somebody(story) : dial_somebody(story);
        call.ended_at_ms = call.started_at_ms + 60'000 + call.talk_ms;
        if (call.result == model::CallResult::Answered && one_in(2)) {
            story.survey = rollups::StorySurvey{call.id, any(agents_), some_department(),
                                                one_in(3) ? std::nullopt : std::optional{any(queues_)},
                                                any(std::vector<std::string>{"", "满意", "不满意", "很好"})};
        }
        return story;
    }

    void ring_somebody(rollups::CallStory& story) {
        auto& call = story.call;
        call.result = any(std::vector{model::CallResult::Abandoned, model::CallResult::NoAnswer,
                                      model::CallResult::Voicemail, model::CallResult::Busy});
        for (auto rings = random(0, 4); rings > 0; --rings) {
            auto leg = leg_of(call, any(agents_));
            leg.distributed = !one_in(6);
            leg.queue_id = one_in(4) ? std::nullopt : std::optional{any(queues_)};
            call.department_id = leg.department_id;
            if (one_in(3)) {
                leg.answered_at_ms = leg.started_at_ms + random(500, 44'000);
                leg.ended_at_ms = *leg.answered_at_ms + 30'000;
                leg.talk_ms = random(1000, 30'000);
                call.result = model::CallResult::Answered;
                call.talk_ms += leg.talk_ms;
                call.called_again_at_ms = one_in(3) ? std::optional{call.started_at_ms + 1} : std::nullopt;
            }
            story.legs.push_back(leg);
        }
    }

    void dial_somebody(rollups::CallStory& story) {
        auto& call = story.call;
        const auto dialler = any(agents_);
        call.dialled_by = one_in(8) ? std::nullopt : std::optional{dialler};
        call.result = one_in(2) ? model::CallResult::Answered : model::CallResult::NoAnswer;
        for (auto legs = random(0, 2); legs > 0; --legs) {
            auto leg = leg_of(call, dialler);
            leg.queue_id = one_in(2) ? std::nullopt : std::optional{any(queues_)};
            leg.answered_at_ms = one_in(2) ? std::nullopt : std::optional{leg.started_at_ms + 200};
            call.department_id = leg.department_id;
            story.legs.push_back(leg);
        }
        call.talk_ms = call.result == model::CallResult::Answered ? random(1, 120'000) : 0;
        if (!story.legs.empty()) {
            story.legs.back().talk_ms = call.talk_ms;
        }
    }

    void keep(const rollups::CallStory& story) {
        const auto& call = story.call;
        EXPECT_TRUE(connection_
                        .run("INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, "
                             "queue_id, agent_id, started_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, "
                             "wait_ms, talk_ms, hold_ms, result, ending_side, ending_reason, called_again_at_ms, "
                             "department_id, dialled_by) VALUES (?, ?, ?, ?, '', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, "
                             "'caller', '', ?, ?, ?)",
                             call.id, call.tenant_id, call.direction, call.customer_number, call.queue_id,
                             story.legs.empty() ? std::nullopt : std::optional{story.legs.back().user_id},
                             call.started_at_ms, call.ringing_at_ms, call.answered_at_ms, call.ended_at_ms,
                             call.ring_ms, call.wait_ms, call.talk_ms, call.result, call.called_again_at_ms,
                             call.department_id, call.dialled_by)
                        .ok());
        for (const auto& leg : story.legs) {
            EXPECT_TRUE(
                connection_
                    .run("INSERT INTO call_legs (id, call_id, tenant_id, role, user_id, number, started_at_ms, "
                         "ringing_at_ms, answered_at_ms, ended_at_ms, ending_side, ending_reason, sip_status, codec, "
                         "packets_received, packets_lost, jitter_ms, peer_loss_percent, peer_jitter_ms, "
                         "round_trip_ms, one_way, mos, trunk, queue_id, department_id, distributed, talk_ms) VALUES "
                         "(?, ?, ?, 'agent', ?, '', ?, ?, ?, ?, 'caller', '', 0, '', 0, 0, 0, 0, 0, 0, FALSE, 0, '', "
                         "?, ?, ?, ?)",
                         leg.id, leg.call_id, call.tenant_id, leg.user_id, leg.started_at_ms, leg.ringing_at_ms,
                         leg.answered_at_ms, leg.ended_at_ms, leg.queue_id, leg.department_id, leg.distributed,
                         leg.talk_ms)
                    .ok());
        }
        for (const auto& visit : story.visits) {
            EXPECT_TRUE(connection_
                            .run("INSERT INTO queue_visits (call_id, visit, tenant_id, queue_id, entered_at_ms, "
                                 "left_at_ms, queue_exit) VALUES (?, ?, ?, ?, ?, ?, ?)",
                                 visit.call_id, visit.visit, call.tenant_id, visit.queue_id, visit.entered_at_ms,
                                 visit.left_at_ms, visit.queue_exit)
                            .ok());
        }
        if (const auto& survey = story.survey) {
            EXPECT_TRUE(connection_
                            .run("INSERT INTO surveys (call_id, tenant_id, agent_id, queue_id, asked_at_ms, level_key, "
                                 "level, reason_key, reason, department_id) VALUES (?, ?, ?, ?, 0, '', ?, '', '', ?)",
                                 survey->call_id, call.tenant_id, survey->agent_id, survey->queue_id, survey->level,
                                 survey->department_id)
                            .ok());
        }
    }

    void fill(int calls) {
        rollups::Sums sums;
        for (int i = 0; i < calls; ++i) {
            const auto story = random_call();
            keep(story);
            rollups::add_call(sums, story, zone_);
        }
        ASSERT_TRUE(rollups::add_to(connection_, sums).ok());
        ASSERT_TRUE(connection_
                        .run("INSERT INTO call_numbers (tenant_id, number) SELECT DISTINCT tenant_id, customer_number "
                             "FROM calls")
                        .ok());
        ASSERT_TRUE(
            connection_
                .run("INSERT INTO call_people (call_id, user_id, started_at_ms) SELECT calls.id, parts.user_id, "
                     "calls.started_at_ms FROM calls JOIN (SELECT call_id, user_id FROM call_legs UNION SELECT "
                     "id, dialled_by FROM calls UNION SELECT call_id, agent_id FROM surveys) AS parts ON "
                     "parts.call_id = calls.id WHERE parts.user_id IS NOT NULL")
                .ok());
    }

    // ---- what is asked

    AskedReport asked(const Report& report, lists::Reader reader, Period period) {
        AskedReport made;
        made.report = &report;
        made.reader = std::move(reader);
        made.period = period;
        made.from_day = first_day;
        made.to_day = last_day;
        made.page_size = 500;
        return made;
    }
    Found find(const AskedReport& asked, Whole whole = Whole::Page) {
        auto found = find_report_answer(connection_, asked, now_ms_, whole);
        EXPECT_TRUE(found.ok()) << asked.report->key << ' ' << (found.ok() ? "" : found.error().code) << ' '
                                << (found.ok() ? "" : found.error().detail);
        return found.ok() ? *std::move(found) : Found{};
    }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker site_ids_;
    model::TimeZone zone_ = model::TimeZone::load(zone_name).value();
    std::mt19937_64 chance_{20261122};
    std::int64_t tenant_ = 0;
    std::int64_t next_id_ = 1000;
    std::int64_t now_ms_ = rollups::day_begins_ms(20261120, zone_);
    std::vector<std::int64_t> agents_;
    std::vector<std::int64_t> queues_;
    std::vector<std::int64_t> departments_;
};

}  // namespace yh::office::reports
