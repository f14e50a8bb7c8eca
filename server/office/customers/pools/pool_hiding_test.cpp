#include "office/lists/pool_hiding.h"

#include "office/customers/pools/pool_fake.h"

// Whose numbers a public pool hides from whom, wherever they stand (R151, B14).
namespace yh::office::customers {
namespace {

class PoolHiding : public PoolCompany {
  protected:
    PoolHiding() {
        book_.pools.front().hide_numbers = true;
        publish();
        member_ = reader("10001");
    }
    lists::Reader reader(const std::string& number, model::Role role = model::Role::Agent) {
        lists::Reader made;
        made.who = asker(number, role).who;
        made.books = books_;
        return made;
    }
    std::string shown(const lists::Reader& who, const std::string& number) {
        const auto mask = lists::mask_of_number(connection_, who, number);
        EXPECT_TRUE(mask.ok()) << mask.error().code << ' ' << mask.error().detail;
        return mask->shown(number);
    }
    model::CustomerId with_number(const std::string& number, std::optional<std::int64_t> pool,
                                  crm::ObjectKind object = crm::ObjectKind::Customer,
                                  std::optional<model::CustomerId> parent = {}) {
        auto wanted = draft("某人", object);
        wanted.numbers = {{number, ""}};
        wanted.parent = parent;
        if (pool) {
            wanted.pool = crm::SettingId{*pool};
        }
        return create(boss(), wanted);
    }

    lists::Reader member_;
};

TEST_P(PoolHiding, R151_FromMembersAndNotFromWhoAdministersIt) {
    with_number("13912345678", east);
    EXPECT_EQ(shown(member_, "13912345678"), "139****5678");
    EXPECT_EQ(shown(reader("10007"), "13912345678"), "139****5678") << "has no part in it";
    EXPECT_EQ(shown(reader("10005"), "13912345678"), "13912345678");
    EXPECT_EQ(shown(reader("10009", model::Role::Admin), "13912345678"), "13912345678");
    EXPECT_FALSE(lists::some_are_hidden(reader("10005")));
}

TEST_P(PoolHiding, R151_HoweverTheNetworkWroteIt) {
    with_number("13912345678", east);
    with_number("0755-12345678", east);
    for (const auto* spelling : {"013912345678", "8613912345678", "+8613912345678", "008613912345678", "075512345678",
                                 "+8675512345678", "008675512345678"}) {
        EXPECT_NE(shown(member_, spelling).find("****"), std::string::npos) << spelling;
    }
    EXPECT_EQ(shown(member_, "13912345679"), "13912345679") << "a stranger's";
}

TEST_P(PoolHiding, R151_OfWhomTheCompanyKnowsByTheNumber) {
    const auto pooled = with_number("13912345678", east);
    with_number("13800000099", std::nullopt, crm::ObjectKind::Contact, pooled);
    EXPECT_EQ(shown(member_, "13800000099"), "138****0099") << "a contact's is its customer's";
    with_number("13700000099", west);
    EXPECT_EQ(shown(member_, "13700000099"), "13700000099") << "that pool hides nothing";
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), pooled), "");
    EXPECT_EQ(shown(member_, "13912345678"), "13912345678") << "as of now";
}

INSTANTIATE_TEST_SUITE_P(Engines, PoolHiding, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
