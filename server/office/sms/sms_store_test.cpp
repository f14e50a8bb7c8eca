#include "office/sms/sms_store.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"
#include "office/sms/sms_list.h"

// Texts from wish to outcome, with both databases.
namespace yh::office::sms {
namespace {

constexpr std::string_view company = R"([[tenant]]
code = "demo"
name = "演示公司"
user = [
  { number = "10001", name = "王丽", role = "agent", extension = "8001" },
  { number = "10002", name = "李强", role = "agent", extension = "8002" },
  { number = "10090", name = "组长", role = "leader" },
  { number = "10000", name = "管理", role = "admin" },
]
queue = [{ number = "600", name = "销售", leaders = ["10090"], members = ["10001"] }]
sms = { enabled = true, url = "https://sms.example/", secret = "s3cret", attempts = 2, per_minute = 3, signature = "应和" }
sms_signature = [{ name = "应和" }]
sms_template = [
  { name = "稍后联系", text = "{customer}您好，我是{company}{agent}{agent_number}", signature = "应和", approved = true },
  { name = "未审核", text = "x", signature = "应和" },
]
)";

class SmsStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok());
        apply(std::string{company});
        tenant_ = *connection_.one<std::int64_t>("SELECT id FROM tenants");
    }

    void apply(const std::string& text) {
        const auto site = settings::read_site(text, "site.toml");
        ASSERT_TRUE(site.ok()) << site.error().detail;
        const auto applied = settings::apply_site(connection_, *site, settings::DryRun::No, clock_, ids_);
        ASSERT_TRUE(applied.ok()) << applied.error().detail;
    }
    people::SignedIn who(std::string_view number) {
        people::SignedIn one;
        one.user = model::UserId{*connection_.one<std::int64_t>("SELECT id FROM users WHERE number = ?", number)};
        one.tenant = model::TenantId{tenant_};
        one.number = number;
        one.role = number == "10000"   ? model::Role::Admin
                   : number == "10090" ? model::Role::Leader
                                       : model::Role::Agent;
        return one;
    }
    /// The text that is queued now, or the code of why not.
    std::string queue(const std::string& number, SmsWish wish, const std::string& by = "10001") {
        SmsRow row;
        row.id = ++next_;
        row.tenant_id = tenant_;
        row.user_id = who(by).user.value;
        row.number = number;
        row.created_at_ms = row.next_at_ms = now_;
        const auto queued = enqueue(connection_, row, wish, {"李清禾", "王丽", "10001", "演示公司"});
        EXPECT_TRUE(queued.ok()) << queued.error().detail;
        return queued->row ? queued->row->text : std::string{queued->refusal->code};
    }
    std::string state(std::int64_t id) {
        return *connection_.one<std::string>("SELECT state FROM sms_messages WHERE id = ?", id) + " " +
               *connection_.one<std::string>("SELECT reason FROM sms_messages WHERE id = ?", id);
    }
    void finish(std::int64_t id, const SmsDelivery& delivery) {
        const auto claimed = claim(connection_, id);
        ASSERT_TRUE(claimed.ok() && *claimed);
        EXPECT_EQ((*claimed)->gateway->secret, "s3cret");
        ASSERT_TRUE(settle(connection_, **claimed, delivery, now_).ok());
    }
    std::size_t due(std::int64_t at_ms) {
        const auto found = due_messages(connection_, at_ms);
        EXPECT_TRUE(found.ok());
        return found->rows.size();
    }
    static SmsWish words(const std::string& text) { return {{}, {}, {}, text, {}}; }
    static SmsWish from(const std::string& name) { return {{}, {}, name, {}, {}}; }

    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
    ManualClock clock_;
    IdMaker ids_;
    std::int64_t tenant_ = 0;
    std::int64_t next_ = 0;
    std::int64_t now_ = 1'000'000'000;
};

TEST_P(SmsStoreTest, TextIsMadeAndChecked) {  // R064, R205, R206
    EXPECT_EQ(queue("13800000001", from("稍后联系")), "【应和】李清禾您好，我是演示公司王丽10001");
    EXPECT_EQ(queue("13800000002", words("您好")), "【应和】您好");
    EXPECT_EQ(queue("13800000003", words("  ")), "【应和】  ");
    EXPECT_EQ(queue("13800000004", words("")), "sms.empty");
    EXPECT_EQ(queue("13800000004", from("未审核")), "sms.not_approved");
    EXPECT_EQ(queue("13800000004", from("没有")), "sms.template_unknown");
    EXPECT_EQ(queue("12", words("x")), "sms.no_number");
    EXPECT_EQ(queue("138****0001", words("x")), "sms.no_number");
    EXPECT_EQ(queue("", words("x")), "sms.no_number");
    EXPECT_EQ(queue("13800000004", words(std::string(2000, 'x'))), "sms.too_long");
}

TEST_P(SmsStoreTest, NobodyIsSentTextsTooOften) {  // R203
    EXPECT_EQ(queue("13800000001", words("一")), "【应和】一");
    EXPECT_EQ(queue("13800000001", words("二")), "sms.too_soon");
    // What was refused does not count: it never came to the customer.
    finish(1, {SmsOutcome::Refused, "sms.refused", "余额不足"});
    EXPECT_EQ(queue("13800000001", words("三")), "【应和】三");
    for (int minute = 0; minute < 9; ++minute) {
        now_ += 61'000;
        EXPECT_EQ(queue("13800000001", words("又")), "【应和】又");
    }
    now_ += 61'000;
    EXPECT_EQ(queue("13800000001", words("又")), "sms.too_many_today");
    EXPECT_EQ(queue("13800000002", words("a")), "【应和】a");
    EXPECT_EQ(queue("13800000003", words("a")), "【应和】a");
    EXPECT_EQ(queue("13800000004", words("a")), "【应和】a");
    EXPECT_EQ(queue("13800000005", words("a")), "sms.too_many");
}

TEST_P(SmsStoreTest, OnlyWhatNeverLeftUsIsTriedAgain) {  // R064
    queue("13800000001", words("一"));
    finish(1, {SmsOutcome::NotReached, "sms.unreachable", ""});
    EXPECT_EQ(state(1), "queued ");
    EXPECT_EQ(due(now_), 0U);
    EXPECT_EQ(due(now_ + 1000), 1U);
    now_ += 1000;
    finish(1, {SmsOutcome::NotReached, "sms.unreachable", ""});
    EXPECT_EQ(state(1), "failed sms.unreachable");
    queue("13800000002", words("二"));
    finish(2, {SmsOutcome::Unclear, "sms.no_answer", ""});
    EXPECT_EQ(state(2), "unknown sms.no_answer");
    queue("13800000003", words("三"));
    finish(3, {SmsOutcome::Sent, "", ""});
    EXPECT_EQ(state(3), "sent ");
    EXPECT_EQ(due(now_ + 100'000), 0U);
}

TEST_P(SmsStoreTest, AfterARestartNothingIsSentTwice) {  // R064
    queue("13800000001", words("一"));
    queue("13800000002", words("二"));
    ASSERT_TRUE((*claim(connection_, 1)).has_value());
    EXPECT_FALSE((*claim(connection_, 1)).has_value());
    EXPECT_EQ(*give_up_unfinished(connection_, now_), 1);
    EXPECT_EQ(state(1), "unknown sms.restarted");
    EXPECT_EQ(state(2), "queued ");
    EXPECT_EQ(due(now_), 1U);
    ASSERT_TRUE((*claim(connection_, 2)).has_value());
    ASSERT_TRUE(put_back(connection_, 2, now_, Attempt::DoesNotCount).ok());
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT attempts FROM sms_messages WHERE id = 2"), 0);
}

TEST_P(SmsStoreTest, ListIsScoped) {  // R202
    queue("13800000001", words("一"));
    queue("13900000002", words("二"), "10002");
    const auto numbers = [&](const std::string& by, model::HideNumbers hidden = model::HideNumbers::Off) {
        lists::Asked asked;
        asked.reader.who = who(by);
        asked.reader.mask = people::NumberMask{hidden};
        const auto page = lists::find_page(connection_, sms_listing(), asked);
        EXPECT_TRUE(page.ok()) << page.error().detail;
        std::string all;
        for (const auto& item : page->items) {
            all += item.number + " ";
        }
        return all;
    };
    EXPECT_EQ(numbers("10000"), "13900000002 13800000001 ");
    EXPECT_EQ(numbers("10001"), "13800000001 ");
    EXPECT_EQ(numbers("10002"), "13900000002 ");
    EXPECT_EQ(numbers("10090"), "13800000001 ") << "the member of a led queue";
    EXPECT_EQ(numbers("10001", model::HideNumbers::Partial), "138****0001 ");
}

TEST_P(SmsStoreTest, SecretStaysUntilAnotherIsGiven) {  // R064
    apply("[[tenant]]\ncode = \"demo\"\nname = \"演示公司\"\nsms = { enabled = true, url = \"https://b.example/\" }\n");
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM settings WHERE key = 'sms' AND value LIKE "
                                             "'%s3cret%' AND value LIKE '%b.example%'"),
              1);
}

INSTANTIATE_TEST_SUITE_P(Engines, SmsStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

}  // namespace
}  // namespace yh::office::sms
