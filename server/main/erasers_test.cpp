#include "main/erasers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/persons/person_store.h"
#include "office/settings/site_store.h"

namespace yh::app {
namespace {

using namespace office;           // NOLINT: the words of the rooms that are put together here
using namespace office::persons;  // NOLINT

constexpr std::int64_t day = std::int64_t{24} * 3600 * 1000;
constexpr std::int64_t now = 1000 * day;

class Persons : public ::testing::TestWithParam<db::Engine> {
  protected:
    Persons() {
        EXPECT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        settings::SiteTenant tenant;
        tenant.code = "demo";
        tenant.retention = settings::SiteRetention{0, 180};
        const auto applied =
            settings::apply_site(connection_, settings::Site{{tenant}}, settings::DryRun::No, clock_, ids_);
        EXPECT_TRUE(applied.ok()) << applied.error().code << applied.error().detail;
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
        add_card(1, "王伟", "13800000001");
        add_card(2, "别人", "13900000002");
        run("INSERT INTO customer_numbers (customer_id, position, tenant_id, number, typed, kind) VALUES (1, 1, ?, "
            "'02088880000', '020-88880000', '')",
            tenant_);
        run("INSERT INTO service_records (id, tenant_id, customer_id, number, user_id, result, note, created_at_ms) "
            "VALUES (7, ?, 1, '', 1, '', '问价格', 5)",
            tenant_);
        add_call(11, "013800000001", 300);
        add_call(12, "13800000001", 990);
        add_call(13, "13900000002", 300);
        run("INSERT INTO sms_messages (id, tenant_id, user_id, number, text, template, segments, state, reason, "
            "detail, attempts, created_at_ms, next_at_ms) VALUES (5, ?, 1, '13800000001', '您好', '', 1, 'sent', '', "
            "'', 1, 5, 5)",
            tenant_);
    }

    template <class... Args>
    void run(std::string_view sql, const Args&... args) {
        const auto ran = connection_.run(sql, args...);
        ASSERT_TRUE(ran.ok()) << ran.error().code << ' ' << ran.error().detail << ' ' << sql;
    }
    void add_card(std::int64_t id, const std::string& name, const std::string& number) {
        run("INSERT INTO customers (id, tenant_id, name, gender, level, note, fields, version, created_at_ms, "
            "updated_at_ms) VALUES (?, ?, ?, 'unknown', '', '', '{}', 1, 5, 5)",
            id, tenant_, name);
        run("INSERT INTO customer_numbers (customer_id, position, tenant_id, number, typed, kind) VALUES (?, 0, ?, ?, "
            "?, '')",
            id, tenant_, number, number);
    }
    void add_call(std::int64_t id, const std::string& number, std::int64_t on_day) {
        run("INSERT INTO calls (id, tenant_id, direction, customer_number, called_number, trunk, started_at_ms, "
            "ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, ending_side, ending_reason) VALUES (?, ?, "
            "'inbound', ?, '4008001234', '', ?, ?, 0, 0, 5, 0, 'answered', 'caller', 'hangup')",
            id, tenant_, number, on_day * day, on_day * day);
        run("INSERT INTO recordings (id, call_id, tenant_id, path, started_at_ms, duration_ms, size_bytes, failure) "
            "VALUES (?, ?, ?, ?, ?, 5, 5, '')",
            id + 100, id, tenant_, "a/" + std::to_string(id) + ".wav", on_day * day);
    }
    PersonSpan span(const std::string& number, std::int64_t at = now) {
        auto made = span_of(connection_, tenant_, 1, number, at);
        EXPECT_TRUE(made.ok()) << made.error().code;
        return *std::move(made);
    }
    PersonRequest order(const std::string& number) {
        PersonRequest made;
        made.id = 900;
        made.tenant_id = tenant_;
        made.user_id = 1;
        made.what = RequestWhat::Erased;
        made.state = RequestState::Running;
        made.number = number;
        made.shown_number = "138****0001";
        made.created_at_ms = now;
        EXPECT_TRUE(insert_request(connection_, made, {}).ok());
        return made;
    }
    PersonRequest carry_out(std::int64_t at) {
        while (true) {
            const auto next = next_erasure(connection_, at);
            EXPECT_TRUE(next.ok());
            if (!*next) {
                break;
            }
            const auto more = take_step(connection_, **next, parts_, 1, at);
            EXPECT_TRUE(more.ok()) << more.error().code << ' ' << more.error().detail;
            if (!more.ok()) {
                break;
            }
        }
        return **find_request(connection_, tenant_, RequestId{900});
    }
    std::int64_t count(const std::string& sql) { return *connection_.one<std::int64_t>("SELECT COUNT(*) FROM " + sql); }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    std::int64_t tenant_ = 0;
    Parts parts_ = all_person_parts();
};

TEST_P(Persons, B20_EverythingOfOneNumberIsFoundHoweverItIsWritten) {
    const auto found = find_person(connection_, parts_, span("+86 138-0000-0001"));
    ASSERT_TRUE(found.ok()) << found.error().code << ' ' << found.error().detail;
    ASSERT_EQ(found->cards.size(), 1U);
    EXPECT_EQ(found->cards[0].name, "王伟");
    EXPECT_EQ(found->cards[0].numbers, "13800000001, 020-88880000");
    const auto of = [&](std::string_view what) {
        const auto at = std::ranges::find(found->counts, what, &ErasedCount::what);
        return at == found->counts.end() ? -1 : at->count;
    };
    EXPECT_EQ(of("calls"), 2);
    EXPECT_EQ(of("recordings"), 2);
    EXPECT_EQ(of("texts"), 1);
    EXPECT_EQ(of("services"), 1);
    EXPECT_EQ(found->held, 1) << "the law keeps the call of ten days ago";
    EXPECT_EQ(found->held_until_ms, 990 * day + 180 * day + 1);
    const auto data = read_person(connection_, parts_, span("13800000001"));
    ASSERT_TRUE(data.ok()) << data.error().code << ' ' << data.error().detail;
    EXPECT_EQ(data->files.size(), 2U);
    const auto calls = std::ranges::find(data->tables, "calls", &PersonTable::name);
    ASSERT_NE(calls, data->tables.end());
    EXPECT_EQ(calls->rows.size(), 2U);
    EXPECT_NE(calls->json.find("013800000001"), std::string::npos);
    EXPECT_EQ(calls->json.find("13900000002"), std::string::npos) << "nothing of anybody else";
    EXPECT_EQ(span_of(connection_, tenant_, 1, "anonymous", now).error().code, "number.malformed");
}

TEST_P(Persons, B20_APersonIsForgottenAndWhatTheLawKeepsGoesWhenItsDaysAreOver) {
    order("13800000001");
    auto request = carry_out(now);
    EXPECT_EQ(request.state, RequestState::Held);
    EXPECT_EQ(request.number, "13800000001") << "there is something to do yet";
    EXPECT_EQ(count("customers WHERE id = 1"), 0);
    EXPECT_EQ(count("customer_numbers WHERE customer_id = 1"), 0);
    EXPECT_EQ(count("service_records"), 0);
    EXPECT_EQ(count("sms_messages"), 0);
    EXPECT_EQ(count("calls"), 3) << "calls stay in the figures";
    EXPECT_EQ(count("calls WHERE customer_number LIKE '%13800000001'"), 1);
    EXPECT_EQ(count("recordings WHERE call_id = 11"), 0);
    EXPECT_EQ(count("recordings WHERE call_id = 12"), 1);
    EXPECT_EQ(count("doomed_files WHERE path = 'a/11.wav'"), 1);
    EXPECT_EQ(carry_out(now + day).state, RequestState::Held);

    request = carry_out(now + 180 * day);
    EXPECT_EQ(request.state, RequestState::Done);
    EXPECT_EQ(request.number, "") << "the log does not say whose it was";
    EXPECT_EQ(count("calls WHERE customer_number LIKE '%13800000001'"), 0);
    EXPECT_EQ(count("recordings"), 1);
    EXPECT_EQ(count("calls WHERE customer_number = '13900000002'"), 1) << "others are not touched";
    EXPECT_EQ(count("customers"), 1);
}

TEST_P(Persons, B20_NothingOfAPersonIsLeftElsewhere) {
    const auto leg = [&](std::int64_t id, std::int64_t call, const char* number, std::int64_t on_day,
                         std::optional<std::int64_t> user = {}) {
        run("INSERT INTO call_legs (id, call_id, tenant_id, role, user_id, number, started_at_ms, ended_at_ms, "
            "ending_side, ending_reason, sip_status, codec, packets_received, packets_lost, jitter_ms, "
            "peer_loss_percent, peer_jitter_ms, round_trip_ms, one_way, mos) VALUES (?, ?, ?, 'other', ?, ?, ?, ?, "
            "'us', "
            "'hangup', 200, '', 0, 0, 0.0, 0.0, 0.0, 0.0, FALSE, 0.0)",
            id, call, tenant_, user, number, on_day * day, on_day * day);
    };
    leg(1, 13, "013800000001", 300);  // somebody else's call was transferred to this person
    leg(2, 13, "13800000001", 300, 1);
    leg(3, 13, "8001", 300);
    run("INSERT INTO users (id, tenant_id, number, name, account, password_hash, role, extension, extension_type, "
        "extension_secret, sign_in, after_call, wrap_up_s, mobile) VALUES (1, ?, '10001', '坐席', '10001', '', "
        "'agent', "
        "'8001', 'web', '', 'page', 'ready', 0, '')",
        tenant_);
    for (const auto& [about, document] :
         {std::pair{"customer-1", "{}"}, std::pair{"call-77", "{\"n\":\"138 0000-0001\"}"},
          std::pair{"customer-2", "{\"n\":\"13900000002\"}"}}) {
        run("INSERT INTO form_drafts (user_id, about, document, saved_at_ms) VALUES (1, ?, ?, 5)", about, document);
    }
    run("INSERT INTO object_actions (id, tenant_id, user_id, action, state, total, done, failed, failures, "
        "created_at_ms) VALUES (3, ?, 1, 'delete', 'done', 2, 2, 2, '[{\"id\":\"1\",\"name\":\"王伟\",\"code\":\"\","
        "\"message\":\"\"},{\"id\":\"2\",\"name\":\"别人\",\"code\":\"\",\"message\":\"\"}]', 5)",
        tenant_);
    for (const std::int64_t about : {1, 2}) {
        run("INSERT INTO system_messages (id, tenant_id, user_id, kind, text, about_id, created_at_ms) VALUES (?, ?, "
            "1, "
            "'pool', '王伟', ?, 5)",
            about, tenant_, about);
    }
    model::TenantOptions options;
    options.blocked = {{"138 0000 0001", "骚扰"}, {"1380000*", "号段"}};
    options.vip = {{"13800000001", 10, "王伟"}, {"13900000002", 10, "别人"}};
    run("INSERT INTO settings (tenant_id, key, value) VALUES (?, 'options', ?)", tenant_, to_json(options));
    run("INSERT INTO config_changes (id, tenant_id, at_ms, place, name, action, old_value, new_value) VALUES (1, ?, 5, "
        "'options', '', 'changed', '', '{\"blocked\":\"13800000001\"}')",
        tenant_);

    const auto found = find_person(connection_, parts_, span("13800000001"));
    ASSERT_TRUE(found.ok()) << found.error().code << ' ' << found.error().detail;
    for (const auto& [what, expected] : {std::pair{"legs", 1}, std::pair{"drafts", 1}, std::pair{"lists", 2}}) {
        EXPECT_EQ(std::ranges::find(found->counts, std::string_view{what}, &ErasedCount::what)->count, expected)
            << what;
    }
    order("13800000001");
    carry_out(now + 180 * day);
    EXPECT_EQ(count("call_legs WHERE number = ''"), 1);
    EXPECT_EQ(count("call_legs WHERE id IN (2, 3) AND number <> ''"), 2) << "telephones of ours";
    EXPECT_EQ(count("form_drafts"), 1);
    EXPECT_EQ(count("object_actions WHERE failures LIKE '%王伟%'"), 0);
    EXPECT_EQ(count("object_actions WHERE failures LIKE '%别人%'"), 1);
    EXPECT_EQ(count("system_messages"), 1);
    EXPECT_EQ(count("config_changes WHERE new_value LIKE '%13800000001%'"), 0);
    EXPECT_EQ(count("settings WHERE value LIKE '%13800000001%' OR value LIKE '%138 0000 0001%'"), 0);
    EXPECT_EQ(count("settings WHERE value LIKE '%1380000*%' AND value LIKE '%13900000002%'"), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, Persons, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::app
