#include "office/records/service_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "http/text.h"
#include "office/lists/list_rows.h"
#include "office/records/call_story_fake.h"
#include "office/records/lost_cases.h"
#include "office/records/record_keeper.h"
#include "office/records/record_store.h"
#include "office/records/recovery.h"
#include "office/records/self_check.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

// The service lists from event to answer, with both databases.
namespace yh::office::records {
namespace {

using namespace model;

constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
user = [
  { number = "10001", name = "王丽", account = "10001", password = "Agent-10001", role = "agent", extension = "8001" },
  { number = "10002", name = "李强", account = "10002", password = "Agent-10002", role = "agent", extension = "8002" },
  { number = "10003", name = "赵敏", account = "10003", password = "Agent-10003", role = "agent", extension = "8003" },
  { number = "10090", name = "组长", account = "10090", password = "Leader-10090", role = "leader", extension = "8090" },
  { number = "10000", name = "管理", account = "10000", password = "Admin-10000", role = "admin" },
]
queue = [
  { number = "600", name = "销售", leaders = ["10090"], members = ["10001", "10002"] },
  { number = "601", name = "售后", members = ["10003"] },
]
)";

class ServiceStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        const auto site = settings::read_site(company, "site.toml");
        ASSERT_TRUE(site.ok()) << site.error().detail;
        const auto applied = settings::apply_site(connection_, *site, settings::DryRun::No, clock_, ids_);
        ASSERT_TRUE(applied.ok()) << applied.error().detail;
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
        sales_ = queue("600");
        service_ = queue("601");
    }

    std::int64_t queue(std::string_view number) {
        return *connection_.one<std::int64_t>("SELECT id FROM queues WHERE number = ?", number);
    }
    std::int64_t user(std::string_view number) {
        return *connection_.one<std::int64_t>("SELECT id FROM users WHERE number = ?", number);
    }
    people::SignedIn who(std::string_view number) {
        people::SignedIn one;
        one.user = UserId{user(number)};
        one.tenant = TenantId{tenant_};
        one.number = number;
        one.role = number == "10000" ? Role::Admin : number == "10090" ? Role::Leader : Role::Agent;
        return one;
    }
    CallStory story(std::int64_t call) const { return CallStory{call, tenant_}; }

    void keep(const CallStory& told) {
        const auto batch = keeper_.fold(told.events, 1'000'000);
        auto transaction = std::move(connection_.begin()).value();
        const auto written = batch.write(connection_);
        ASSERT_TRUE(written.ok()) << written.error().detail;
        ASSERT_TRUE(batch.write(connection_).ok()) << "a batch may be written again";
        ASSERT_TRUE(transaction.commit().ok());
    }

    /// A customer waits in the queue and gives up.
    void lose(std::int64_t call, const std::string& number, std::int64_t at_ms, std::int64_t in_queue) {
        auto told = story(call);
        told.at(at_ms).customer(call * 10, number, in_queue).at(at_ms + 5000);
        told.say(QueueLeft{QueueId{in_queue}, QueueExit::Abandoned, {}}).ends(call * 10, hangs_up_);
        keep(told.over(CallResult::Abandoned));
    }
    /// Agent answers, and the customer rates the talk; an empty level: he hangs up instead.
    void rate(std::int64_t call, const std::string& agent, const std::string& level) {
        auto told = story(call);
        told.at(call * 1000).customer(call * 10, "13800000001", sales_).offer(call * 10 + 1, user(agent), sales_);
        told.accept(call * 10, call * 10 + 1, user(agent), sales_).at(call * 1000 + 500);
        told.say(SurveyAsked{UserId{user(agent)}, QueueId{sales_}}).ends(call * 10 + 1, hangs_up_);
        told.say(SurveyAnswered{UserId{user(agent)}, QueueId{sales_}, level.empty() ? "" : "1", level, {}, {}});
        keep(told.ends(call * 10, hangs_up_).over(CallResult::Answered));
    }
    lists::Reader reader(std::string_view number) {
        lists::Reader one;
        one.who = who(number);
        return one;
    }
    /// What a list answers to this person's query.
    template <class Row, class Read>
    Result<lists::Page<Row>> ask(const lists::Listing<Row, Read>& listing, std::string_view number,
                                 std::string_view query = "") {
        YH_TRY(const auto asked, lists::read_query(listing.list, http::parse_query(query).value(), reader(number)));
        return lists::find_page(connection_, listing, asked);
    }
    std::string lost_of(const std::string& number, std::string_view query = "") {
        const auto page = ask(lost_calls(), number, query);
        EXPECT_TRUE(page.ok()) << page.error().detail;
        std::string all;
        for (const auto& row : page->items) {
            all += fmt::format("{}{}x{} {}{}", all.empty() ? "" : "; ", row.number, row.calls, row.state,
                               row.mine ? " mine" : "");
        }
        return all;
    }
    std::string act(const std::string& number, std::int64_t call, CaseAction action) {
        const auto done = act_on_lost_call(connection_, who(number), call, action, 2'000'000);
        return done.ok() ? "ok" : std::string{done.error().code};
    }
    std::vector<std::string> faults() {
        const auto report =
            self_check(connection_, [](const std::string&, const std::string&) { return std::string{}; });
        EXPECT_TRUE(report.ok()) << report.error().detail;
        return report->faults;
    }

    const Ending hangs_up_{EndingSide::Caller, "hangup"};
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    RecordKeeper keeper_;
    std::int64_t tenant_ = 0;
    std::int64_t sales_ = 0;
    std::int64_t service_ = 0;
};

// U22: one row per number, however often it called; what one occupies the others do not see.
TEST_P(ServiceStoreTest, LostCallsAreHandledByNumber) {
    lose(1, "13800000001", 1000, sales_);
    lose(2, "13800000001", 9000, sales_);
    lose(3, "13800000002", 20000, sales_);
    lose(4, "13800000003", 30000, service_);
    EXPECT_EQ(lost_of("10001"), "13800000002x1 free; 13800000001x2 free");
    EXPECT_EQ(lost_of("10003"), "13800000003x1 free");
    EXPECT_EQ(lost_of("10090"), "13800000002x1 free; 13800000001x2 free");
    EXPECT_EQ(lost_of("10000"), "13800000003x1 free; 13800000002x1 free; 13800000001x2 free");

    EXPECT_EQ(act("10001", 2, CaseAction::Occupy), "ok");
    EXPECT_EQ(act("10001", 1, CaseAction::Occupy), "ok") << "the same case by its other call, already mine";
    EXPECT_EQ(act("10002", 2, CaseAction::Occupy), "lost_call.occupied") << "who comes second";
    EXPECT_EQ(act("10002", 2, CaseAction::Release), "lost_call.not_yours");
    EXPECT_EQ(act("10002", 2, CaseAction::Complete), "lost_call.not_yours");
    EXPECT_EQ(act("10000", 2, CaseAction::Complete), "lost_call.not_yours") << "only the owner, whoever asks";
    EXPECT_EQ(act("10003", 2, CaseAction::Occupy), "lost_call.unknown") << "not his queue";
    EXPECT_EQ(lost_of("10001"), "13800000002x1 free; 13800000001x2 occupied mine");
    EXPECT_EQ(lost_of("10002"), "13800000002x1 free");
    EXPECT_EQ(lost_of("10090"), "13800000002x1 free; 13800000001x2 occupied");

    EXPECT_EQ(act("10001", 2, CaseAction::Release), "ok");
    EXPECT_EQ(act("10001", 2, CaseAction::Complete), "lost_call.not_yours") << "nobody's now";
    EXPECT_EQ(act("10002", 2, CaseAction::Occupy), "ok");
    EXPECT_EQ(act("10002", 2, CaseAction::Complete), "ok");
    EXPECT_EQ(act("10002", 2, CaseAction::Release), "lost_call.completed");
    EXPECT_EQ(lost_of("10002"), "13800000002x1 free; 13800000001x2 completed mine");
    EXPECT_EQ(lost_of("10001"), "13800000002x1 free");
    lose(5, "13800000001", 40000, sales_);
    EXPECT_EQ(lost_of("10001"), "13800000001x1 free; 13800000002x1 free") << "it called again: a new case";

    EXPECT_EQ(lost_of("10000", "state=completed"), "13800000001x2 completed");
    EXPECT_EQ(ask(lost_calls(), "10000", "state=nonsense").error().code, "choice.unknown");
    EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_P(ServiceStoreTest, WithheldNumbersAreCasesOfTheirOwn) {
    lose(1, "", 1000, sales_);
    lose(2, "", 9000, sales_);
    EXPECT_EQ(lost_of("10001"), "x1 free; x1 free");
}

// Dialling the number handles one's own missed calls of it, and nobody else's.
TEST_P(ServiceStoreTest, CallingBackHandlesMissedCalls) {
    auto told = story(1);
    told.at(1000).customer(10, "13800000001", sales_).offer(11, user("10001"), sales_);
    told.at(5000).offer_ends(11, user("10001"), OfferOutcome::NoAnswer).offer(12, user("10002"), sales_);
    told.at(9000).offer_ends(12, user("10002"), OfferOutcome::Refused).at(12000);
    told.say(QueueLeft{QueueId{sales_}, QueueExit::Abandoned, {}}).ends(10, hangs_up_).over(CallResult::Abandoned);
    keep(told);
    const auto rows = [&](const std::string& number, std::string_view query = "") {
        const auto page = ask(missed_calls(), number, query);
        EXPECT_TRUE(page.ok()) << page.error().detail;
        std::string all;
        for (const auto& row : page->items) {
            all += fmt::format("{}{} {} {} ms{}", all.empty() ? "" : "; ", row.agent, enum_text(row.how), row.ring_ms,
                               row.handled ? " by " + row.handled_by : "");
        }
        return all;
    };
    EXPECT_EQ(rows("10001"), "10001 no_answer 4000 ms");
    EXPECT_EQ(rows("10003"), "");
    EXPECT_EQ(rows("10090"), "10002 refused 4000 ms; 10001 no_answer 4000 ms");

    auto back = story(2);
    back.at(60000).say(CallStarted{Direction::ManualOutbound, "13800000001", "13800000001", "carrier"});
    keep(back.rings(21, user("10001")));
    EXPECT_EQ(rows("10090"), "10002 refused 4000 ms; 10001 no_answer 4000 ms by 10001");
    const std::string_view open = "handled=false";
    EXPECT_EQ(rows("10000", open), "10002 refused 4000 ms");

    EXPECT_EQ(mark_handled(connection_, who("10003"), LegId{12}, true, 70000).error().code, "missed_call.unknown");
    EXPECT_TRUE(mark_handled(connection_, who("10090"), LegId{12}, true, 70000).ok());
    EXPECT_EQ(rows("10000"), "10002 refused 4000 ms by 10090; 10001 no_answer 4000 ms by 10001");
    EXPECT_TRUE(mark_handled(connection_, who("10002"), LegId{12}, false, 70000).ok());
    EXPECT_EQ(rows("10000", open), "10002 refused 4000 ms");
    EXPECT_EQ(faults(), std::vector<std::string>{});
}

// R103: from the ring that was missed to what the colleague talked; a message is no talk.
TEST_P(ServiceStoreTest, MissedRingLeadsToTheRecordingOfItsCall) {
    auto taken = story(1);
    taken.at(1000).customer(10, "13800000001", sales_).offer(11, user("10001"), sales_);
    taken.at(5000).offer_ends(11, user("10001"), OfferOutcome::NoAnswer).offer(12, user("10002"), sales_);
    taken.at(6000).accept(10, 12, user("10002"), sales_);
    taken.say(RecordingStarted{RecordingId{4}, "demo/4.wav", LegId{10}, {}}).at(9000);
    taken.say(RecordingEnded{RecordingId{4}, 3000, 48058, ""}).ends(10, hangs_up_).ends(12, hangs_up_);
    keep(taken.over(CallResult::Answered));
    auto message = story(2);
    message.at(20000).customer(20, "13800000001", sales_).offer(21, user("10001"), sales_);
    message.at(25000).offer_ends(21, user("10001"), OfferOutcome::NoAnswer);
    message.say(QueueLeft{QueueId{sales_}, QueueExit::TimedOut, {}});
    message.say(RecordingStarted{RecordingId{5}, "demo/5.wav", LegId{20}, {}}).at(29000);
    message.say(VoicemailLeft{RecordingId{5}, QueueId{sales_}, {}, "13800000001"});
    message.say(RecordingEnded{RecordingId{5}, 4000, 64058, ""}).ends(20, hangs_up_);
    keep(message.over(CallResult::Voicemail));

    const auto missed = ask(missed_calls(), "10001");
    ASSERT_TRUE(missed.ok()) << missed.error().detail;
    ASSERT_EQ(missed->items.size(), 2U);
    EXPECT_EQ(missed->items[0].recording, std::nullopt);
    EXPECT_EQ(missed->items[1].recording, RecordingId{4});
    EXPECT_TRUE(missed->items[1].answered);
}

TEST_P(ServiceStoreTest, VoicemailIsHeardMarkedAndDeleted) {
    auto told = story(1);
    told.at(1000).customer(10, "13800000001", sales_).at(30000);
    told.say(QueueLeft{QueueId{sales_}, QueueExit::TimedOut, {}});
    told.say(RecordingStarted{RecordingId{4}, "demo/4-message.wav", LegId{10}, {}}).at(45000);
    told.say(VoicemailLeft{RecordingId{4}, QueueId{sales_}, {}, "13800000001"});
    told.say(RecordingEnded{RecordingId{4}, 15000, 240058, ""}).ends(10, hangs_up_).over(CallResult::Voicemail);
    keep(told);

    const auto member = who("10001");
    ServiceStore store{connection_, member};
    const auto page = ask(voicemails(), "10001");
    ASSERT_TRUE(page.ok()) << page.error().detail;
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(page->items[0].queue, "600");
    EXPECT_EQ(page->items[0].duration_ms, 15000);
    EXPECT_FALSE(page->items[0].listened);
    EXPECT_EQ(store.voicemail(RecordingId{4})->path, "demo/4-message.wav");
    const auto stranger = who("10003");
    EXPECT_EQ((ServiceStore{connection_, stranger}.voicemail(RecordingId{4}).error().code), "voicemail.unknown");
    EXPECT_EQ(mark_listened(connection_, stranger, RecordingId{4}, true, 50000).error().code, "voicemail.unknown");

    EXPECT_TRUE(mark_listened(connection_, member, RecordingId{4}, true, 50000).ok());
    EXPECT_TRUE(mark_listened(connection_, who("10002"), RecordingId{4}, true, 60000).ok());
    EXPECT_EQ(store.voicemail(RecordingId{4})->item.listened_by, "10001") << "the first to listen";
    EXPECT_EQ(store.voicemail(RecordingId{4})->item.listened_by_name, "王丽");
    EXPECT_EQ(ask(voicemails(), "10001", "listened=false")->total, 0);

    const auto admin = reader("10000");
    RecordStore records{connection_, admin};
    const auto detail = records.call(CallId{1});
    ASSERT_TRUE(detail.ok()) << detail.error().detail;
    EXPECT_TRUE(detail->record.recordings.empty()) << "a message is no recording of the talk";
    ASSERT_TRUE(detail->voicemail);
    EXPECT_EQ(detail->voicemail->duration_ms, 15000);
    EXPECT_EQ(ask(recordings(), "10000")->total, 0);
    EXPECT_EQ(records.recording(RecordingId{4}).error().code, "recording.unknown");
    EXPECT_EQ(faults(), std::vector<std::string>{});

    settings::SiteTenant held;
    held.code = "demo";
    held.retention = settings::SiteRetention{0, 1};
    ASSERT_TRUE(settings::apply_site(connection_, settings::Site{{held}}, settings::DryRun::No, clock_, ids_).ok());
    EXPECT_EQ(*delete_voicemail(connection_, admin.who, RecordingId{4}, 70000), std::nullopt) << "R267: held by law";
    EXPECT_EQ(ask(voicemails(), "10001")->total, 1);
    held.retention = settings::SiteRetention{};
    ASSERT_TRUE(settings::apply_site(connection_, settings::Site{{held}}, settings::DryRun::No, clock_, ids_).ok());
    EXPECT_EQ(*delete_voicemail(connection_, admin.who, RecordingId{4}, 70000), "demo/4-message.wav");
    EXPECT_EQ(ask(voicemails(), "10001")->total, 0);
    EXPECT_FALSE(records.call(CallId{1})->voicemail);
    EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_P(ServiceStoreTest, SurveysAsListChartAndFilter) {
    rate(1, "10001", "非常满意");
    rate(2, "10001", "非常满意");
    rate(3, "10002", "不满意");
    rate(4, "10002", "");
    EXPECT_EQ(ask(surveys(), "10090")->total, 4);
    const auto bad = ask(surveys(), "10090", "level=不满意");
    ASSERT_EQ(bad->items.size(), 1U);
    EXPECT_EQ(bad->items[0].agent, "10002");
    EXPECT_EQ(ask(surveys(), "10090", "level=unrated")->total, 1);
    EXPECT_EQ(ask(surveys(), "10001")->total, 2);

    const auto leader = reader("10090");
    lists::Asked asked;
    asked.reader = leader;
    const auto chart = ServiceStore{connection_, leader.who}.survey_chart(asked, {"非常满意", "满意"});
    ASSERT_TRUE(chart.ok()) << chart.error().detail;
    EXPECT_EQ(chart->total, 3);
    EXPECT_EQ(chart->asked, 4);
    ASSERT_EQ(chart->items.size(), 3U) << "a level that is no longer asked still counts";
    EXPECT_EQ(chart->items[0].count, 2);
    EXPECT_NEAR(chart->items[0].percent, 66.67, 0.01);
    EXPECT_EQ(chart->items[1].count, 0);
    EXPECT_EQ(chart->items[2].level, "不满意");

    EXPECT_EQ(ask(call_records(), "10090")->items.at(0).survey, "") << "asked, and not rated";
    const auto good = ask(call_records(), "10090", "survey=非常满意");
    EXPECT_EQ(good->total, 2);
    EXPECT_EQ(good->items.at(0).survey, "非常满意");
    EXPECT_EQ(ask(call_records(), "10090", "survey=unrated")->total, 1);
    const auto detail = RecordStore{connection_, leader}.call(CallId{3});
    ASSERT_TRUE(detail.ok()) << detail.error().detail;
    ASSERT_TRUE(detail->survey);
    EXPECT_EQ(detail->survey->agent, "10002");
    ASSERT_EQ(detail->marks.size(), 2U);
    EXPECT_EQ(detail->marks[1].kind, MarkKind::SurveyAnswered);
}

// The promise outlives its call, its attempts and the process.
TEST_P(ServiceStoreTest, CallbackFromPromiseToEnd) {
    auto told = story(1);
    told.at(1000).customer(10, "13800000001", sales_).at(5000);
    told.say(CallbackAsked{QueueId{sales_}, "13800000009"}).say(QueueLeft{QueueId{sales_}, QueueExit::Moved, {}});
    keep(told);
    ASSERT_EQ(ask(callbacks(), "10001")->total, 1) << "seen before its call has a record";
    EXPECT_EQ(ask(callbacks(), "10001")->items[0].state, "open");
    auto end = story(1);
    end.at(6000).ends(10, hangs_up_).over(CallResult::NoAnswer, {EndingSide::Completed, "callback_asked"});
    keep(end);
    EXPECT_EQ(lost_of("10001"), "");

    auto attempt = story(2);
    attempt.at(60000).say(CallStarted{Direction::AutoOutbound, "13800000009", "13800000009", "carrier"});
    attempt.say(QueueEntered{QueueId{service_}, 1, "callback"}).offer(21, user("10003"), service_);
    attempt.at(62000).accept(0, 21, user("10003"), service_);
    attempt.say(CallbackTried{CallId{1}, QueueId{service_}, UserId{user("10003")}, 1, "busy"}).ends(21, hangs_up_);
    keep(attempt.over(CallResult::Busy, {EndingSide::Carrier, "busy"}));
    auto moved = story(1);
    keep(moved.at(70000).say(QueueEntered{QueueId{service_}, 1, "callback"}));

    const auto open = open_callbacks(connection_);
    ASSERT_TRUE(open.ok()) << open.error().detail;
    ASSERT_EQ(open->size(), 1U);
    EXPECT_EQ(open->at(0).asked_by, CallId{1});
    EXPECT_EQ(open->at(0).queue, QueueId{service_}) << "wherever the place has moved";
    EXPECT_EQ(open->at(0).number, "13800000009");
    EXPECT_EQ(open->at(0).caller, "13800000001") << "who asked: another number may have priority";
    EXPECT_EQ(open->at(0).attempts, 1);
    EXPECT_EQ(to_ms(open->at(0).waits_since), 1000);

    auto over = CallStory{0, tenant_};
    keep(over.at(80000).say(CallbackEnded{CallId{1}, QueueId{service_}, "gave_up"}));
    EXPECT_TRUE(open_callbacks(connection_)->empty());
    EXPECT_EQ(lost_of("10003"), "13800000009x1 free") << "given up: lost after all";
    EXPECT_EQ(faults(), std::vector<std::string>{});
}

// Killed between promise and record: the call is written as lost, the promise is kept.
TEST_P(ServiceStoreTest, CallbackSurvivesACrash) {
    auto told = story(1);
    told.at(1000).customer(10, "13800000001", sales_).at(5000);
    keep(told.say(CallbackAsked{QueueId{sales_}, "13800000009"}));
    const auto report = recover(connection_, 9000, [](const std::string&) { return RecordingEnded{}; });
    ASSERT_TRUE(report.ok()) << report.error().detail;
    EXPECT_EQ(report->calls_lost, 1);
    ASSERT_EQ(open_callbacks(connection_)->size(), 1U);
    EXPECT_EQ(lost_of("10001"), "");
    EXPECT_EQ(faults(), std::vector<std::string>{});
}

// What is asked for is a text, never a pattern: "%" and "_" stand for themselves.
TEST_P(ServiceStoreTest, NumbersAreLookedForAsTheyAreWritten) {
    auto told = story(1);
    told.at(1000).customer(10, "13800000001", sales_).at(5000);
    told.say(QueueLeft{QueueId{sales_}, QueueExit::Abandoned, {}}).ends(10, hangs_up_);
    keep(told.over(CallResult::Abandoned));
    for (const auto& [number, found] : {std::pair{"1380", 1}, {"13_0", 0}, {"1%1", 0}, {"!38", 0}}) {
        // A query with them is refused before it comes so far.
        for (const auto* list : {&service_lists::lost, &call_list}) {
            lists::Asked asked;
            asked.reader = reader("10000");
            asked.conditions.push_back(
                {std::ranges::find(list->filters, "number", &lists::Filter::key).base(), number});
            const auto counted = lists::count(connection_, *list, lists::where_of(*list, asked));
            ASSERT_TRUE(counted.ok()) << counted.error().detail;
            EXPECT_EQ(counted->rows, found) << number;
        }
    }
}

TEST_P(ServiceStoreTest, ForwardedCall) {
    auto told = story(1);
    told.at(1000).customer(10, "13800000001", sales_).at(20000);
    told.say(QueueLeft{QueueId{sales_}, QueueExit::TimedOut, {}});
    told.say(LegStarted{LegId{11}, LegRole::Agent, UserId{user("10001")}, "13900000021"}).at(25000);
    told.say(LegAnswered{LegId{11}}).say(ForwardedAnswered{LegId{11}, UserId{user("10001")}, QueueId{sales_}});
    told.say(RecordingStarted{RecordingId{4}, "demo/1.wav", LegId{10}, LegId{11}}).talk(10, 11).at(40000);
    told.say(RecordingEnded{RecordingId{4}, 15000, 240058, ""}).ends(11, hangs_up_).ends(10, hangs_up_);
    keep(told.over(CallResult::Answered));
    const auto page = ask(forwarded_calls(), "10001");
    ASSERT_TRUE(page.ok()) << page.error().detail;
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(page->items[0].mobile, "13900000021");
    EXPECT_EQ(page->items[0].talk_ms, 15000);
    EXPECT_EQ(page->items[0].recording, RecordingId{4});
    EXPECT_EQ(ask(forwarded_calls(), "10001", "min_ms=20000")->total, 0);
    EXPECT_EQ(ask(forwarded_calls(), "10002")->total, 0);
    EXPECT_EQ(lost_of("10001"), "");
}

// Every column that the pages may sort by, every filter and every file is SQL that both engines understand.
TEST_P(ServiceStoreTest, EveryOrderAndFilterIsUnderstood) {
    const std::string usual =
        "queue=600&agent=10001&number=138&search=138&from_ms=1&to_ms=2&min_ms=1&max_ms=2&call=1&direction=inbound"
        "&result=answered&survey=满意";
    const auto ask_all = [&](const auto& listing) {
        const auto& list = listing.list;
        const auto understood = [&](const std::string& more) {
            const auto found = ask(listing, "10090", usual + more);
            EXPECT_TRUE(found.ok()) << list.name << more << ": " << found.error().detail;
        };
        for (const auto& column : list.columns) {
            if (column.shown && column.kind != lists::Kind::Region) {
                understood(fmt::format("&sort={}", column.key));
                understood(fmt::format("&sort=-{}", column.key));
            }
        }
        for (const auto& filter : list.filters) {
            for (const auto& choice : filter.choices) {
                understood(fmt::format("&{}={}", filter.key, choice.value));
            }
        }
        understood("&after=5.1");
        lists::Asked asked;
        asked.reader = reader("10090");
        auto rows = lists::ListRows::open(connection_, list, asked, *lists::read_columns(list, ""), 100);
        ASSERT_TRUE(rows.ok()) << rows.error().detail;
        EXPECT_TRUE(rows->next(connection_).ok()) << list.name;
    };
    ask_all(voicemails());
    ask_all(surveys());
    ask_all(missed_calls());
    ask_all(lost_calls());
    ask_all(forwarded_calls());
    ask_all(callbacks());
    ask_all(call_records());
    ask_all(recordings());
}

// What was missed and lost before these lists existed is in them, once.
TEST_P(ServiceStoreTest, MigrationFillsInThePast) {
    db::TestDatabase past{GetParam()};
    auto connection = std::move(past.open().connect()).value();
    std::vector<db::Migration> before;
    for (const auto& step : db::embedded_migrations()) {
        if (step.number < 8) {
            before.push_back(step);
        }
    }
    ASSERT_TRUE(db::migrate(connection, before, clock_).ok());
    const auto call = [](int id, const char* number, const char* answered, const char* result) {
        return fmt::format(
            "INSERT INTO calls VALUES ({}, 1, 'inbound', '{}', '400', 'c', 5, NULL, {}, NULL, {}, {}, 0, "
            "0, 0, 0, '{}', 'caller', 'hangup');",
            id, number, id * 1000, answered, id * 1000 + 500, result);
    };
    const auto leg = [](int id, int of, const char* outcome) {
        return fmt::format(
            "INSERT INTO call_legs VALUES ({}, {}, 1, 'agent', 21, '8001', 1000, 1100, NULL, 1500, '{}', "
            "'agent', 'x', 0, '', 0, 0, 0, 0, 0, 0, FALSE, 0);",
            id, of, outcome);
    };
    const auto filled = connection.script(call(1, "138", "NULL", "abandoned") + call(2, "138", "NULL", "abandoned") +
                                          call(3, "139", "3100", "answered") + leg(11, 1, "no_answer") +
                                          leg(12, 2, "withdrawn") + leg(13, 3, "refused"));
    ASSERT_TRUE(filled.ok()) << filled.error().detail;
    const auto applied = db::migrate(connection, db::embedded_migrations(), clock_);
    ASSERT_TRUE(applied.ok()) << applied.error().detail;
    EXPECT_EQ(*connection.rows<std::int64_t>("SELECT id FROM missed_calls ORDER BY id"),
              (std::vector<std::int64_t>{11, 13}));
    EXPECT_EQ(*connection.rows<std::int64_t>("SELECT id FROM lost_cases"), (std::vector<std::int64_t>{1}));
    EXPECT_EQ(*connection.rows<std::int64_t>("SELECT call_id FROM lost_calls ORDER BY call_id"),
              (std::vector<std::int64_t>{1, 2}));
}

INSTANTIATE_TEST_SUITE_P(Engines, ServiceStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::records
