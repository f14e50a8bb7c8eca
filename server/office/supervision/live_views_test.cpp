#include "office/supervision/live_views.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "office/people/chart.h"
#include "office/supervision/live_scope.h"

namespace yh::office::supervision {
namespace {

const model::TenantId demo{1};
constexpr auto* customer = "13812345678";

model::Directory company() {
    model::Directory directory;
    model::Tenant tenant;
    tenant.id = demo;
    tenant.options.hide_numbers = model::HideNumbers::Partial;
    directory.tenants.push_back(tenant);
    for (std::uint64_t n = 1; n <= 3; ++n) {
        model::User user;
        user.id = model::UserId{static_cast<std::int64_t>(n)};
        user.tenant = demo;
        user.number = std::to_string(10000 + n);
        user.extension = std::to_string(8000 + n);
        directory.users.push_back(user);
    }
    directory.index();
    return directory;
}

people::SignedIn viewer(model::Role role, std::int64_t user = 1) {
    people::SignedIn who;
    who.user = model::UserId{user};
    who.tenant = demo;
    who.role = role;
    return who;
}

model::LiveCall call(model::Direction direction) {
    model::LiveCall made;
    made.id = model::CallId{77};
    made.tenant = demo;
    made.direction = direction;
    made.phase = "talking";
    made.customer_number = customer;
    made.customer_name = std::string{"\""} + customer + '"';
    made.called_number = direction == model::Direction::Inbound ? "4008001234" : customer;
    auto& outside = made.legs.emplace_back();
    outside.role = model::LegRole::Customer;
    outside.number = customer;
    auto& agent = made.legs.emplace_back();
    agent.user = model::UserId{1};
    agent.number = "8001";
    return made;
}

// R264, U17: nothing that a page is sent holds the number, and what it may dial instead is there.
TEST(LiveViews, NoFieldOfACallHoldsAHiddenNumber) {
    const auto directory = company();
    const people::NumberSeal seal;
    for (const auto direction : {model::Direction::Inbound, model::Direction::ManualOutbound}) {
        const auto live = call(direction);
        const auto hidden =
            view_of(live, directory, sight_of(viewer(model::Role::Agent), directory, crm::first_book()), seal);
        const auto text = to_json(hidden);
        EXPECT_EQ(text.find(customer), std::string::npos) << text;
        EXPECT_EQ(hidden.customer_number, "138****5678");
        EXPECT_EQ(hidden.legs.at(0).number, "138****5678");
        EXPECT_EQ(hidden.legs.at(1).number, "8001") << "a colleague's number is no customer's";
        ASSERT_TRUE(hidden.number_token);
        EXPECT_EQ(seal.open(demo, *hidden.number_token).value(), customer);
        const auto whole =
            view_of(live, directory, sight_of(viewer(model::Role::Leader), directory, crm::first_book()), seal);
        EXPECT_EQ(whole.customer_number, customer);
        EXPECT_FALSE(whole.number_token);
    }
    const auto inbound = view_of(call(model::Direction::Inbound), directory,
                                 sight_of(viewer(model::Role::Agent), directory, crm::first_book()), seal);
    EXPECT_EQ(inbound.called_number, "4008001234") << "our own number is no secret";
}

// B14: a public pool hides the numbers of what lies in it from its members, where the company hides none.
TEST(LiveViews, APoolHidesItsCallersFromWhoDoesNotAdministerIt) {
    auto directory = company();
    directory.tenants.front().options.hide_numbers = model::HideNumbers::Off;
    auto book = crm::first_book();
    auto& pool = book.pools.emplace_back();
    pool.id = crm::SettingId{5};
    pool.admins = {"10002"};
    pool.hide_numbers = true;
    const people::NumberSeal seal;
    auto member = viewer(model::Role::Agent);
    auto admin = viewer(model::Role::Agent, 2);
    member.number = "10001";
    admin.number = "10002";
    auto live = call(model::Direction::Inbound);
    live.customer = model::LiveCustomer{model::CustomerId{9}, "陈女士", 5};
    const auto hidden = view_of(live, directory, sight_of(member, directory, book), seal);
    const auto text = to_json(hidden);
    EXPECT_EQ(text.find(customer), std::string::npos) << text;
    EXPECT_EQ(hidden.customer_number, "138****5678");
    EXPECT_EQ(seal.open(demo, hidden.number_token.value_or("")).value(), customer);
    EXPECT_EQ(view_of(live, directory, sight_of(admin, directory, book), seal).customer_number, customer);
    live.customer->pool = 6;
    EXPECT_EQ(view_of(live, directory, sight_of(member, directory, book), seal).customer_number, customer);
    live.customer.reset();
    live.asks_customer = true;
    EXPECT_EQ(view_of(live, directory, sight_of(member, directory, book), seal).customer_number, "138****5678")
        << "whoever is not known yet may lie in it";
    EXPECT_EQ(view_of(live, directory, sight_of(admin, directory, book), seal).customer_number, customer);

    model::LiveQueue waiting;
    waiting.waiting.push_back({live.id, customer, 0, 1, false, 5});
    waiting.waiting.push_back({live.id, customer, 0, 2, false, 0});
    waiting.waiting.push_back({live.id, customer, 0, 3, false, 0, true});
    auto view = live_view_of(model::Queue{}, &waiting, 0, directory);
    hide_numbers(view, &waiting, sight_of(member, directory, book));
    EXPECT_EQ(view.waiting.at(0).customer_number, "138****5678");
    EXPECT_EQ(view.waiting.at(1).customer_number, customer);
    EXPECT_EQ(view.waiting.at(2).customer_number, "138****5678");
}

TEST(LiveViews, AnOutsideNumberInAnInternalCallIsHiddenToo) {
    const auto directory = company();
    auto live = call(model::Direction::Internal);
    live.customer_number = "8002";
    live.customer_name.clear();
    live.called_number = "8001";
    const auto view = view_of(live, directory, sight_of(viewer(model::Role::Agent), directory, crm::first_book()),
                              people::NumberSeal{});
    EXPECT_EQ(view.customer_number, "8002");
    EXPECT_EQ(view.legs.at(0).number, "138****5678");
    EXPECT_FALSE(view.number_token);
}

TEST(LiveViews, WaitingCallersAreHidden) {
    model::LiveQueue live;
    live.waiting.push_back({model::CallId{1}, customer, 0, 1, false, 0});
    auto queue = live_view_of(model::Queue{}, &live, 0, company());
    hide_numbers(queue, &live, Sight{.mask = people::NumberMask{model::HideNumbers::All}});
    EXPECT_EQ(queue.waiting.at(0).customer_number, "*****");
}

// U19: the people of a managed department are seen live, and a role that shows only one's own cuts it.
TEST(LiveScope, DepartmentsAndTheRolesData) {
    const auto directory = company();
    auto managed = std::make_shared<people::Managed>();
    managed->people.insert(model::UserId{3});
    auto who = viewer(model::Role::Leader, 2);
    who.managed = managed;
    auto others = call(model::Direction::Inbound);
    others.legs.at(1).user = model::UserId{3};
    const auto of_user = [&](std::int64_t id) { return *directory.find_user(model::UserId{id}); };
    EXPECT_TRUE((Scope{who, directory}.sees(others)));
    EXPECT_TRUE((Scope{who, directory}.sees_user(of_user(3))));
    EXPECT_FALSE((Scope{who, directory}.sees_user(of_user(1))));
    who.own_data = people::DataScope::Own;
    EXPECT_FALSE((Scope{who, directory}.sees(others)));
    who.own_data = people::DataScope::All;
    EXPECT_TRUE((Scope{who, directory}.sees_user(of_user(1))));
}

// R255: a colleague's mobile that rings in place of his seat is his own number.
TEST(LiveViews, MobileOfAColleagueIsHiddenFromWhoMayNotSeeIt) {
    const auto directory = company();
    auto seen = call(model::Direction::Inbound);
    seen.legs[1].number = "13955550077";
    auto who = viewer(model::Role::Admin, 2);
    EXPECT_EQ(view_of(seen, directory, sight_of(who, directory, crm::first_book()), {}).legs[1].number, "13955550077");
    const std::vector<std::string> hidden{"employee.mobile"};
    who.fields = people::FieldRights::of(hidden, {});
    const auto narrow = view_of(seen, directory, sight_of(who, directory, crm::first_book()), {});
    EXPECT_EQ(narrow.legs[1].number, "");
    EXPECT_EQ(narrow.legs[0].number, customer) << "the customer's number is another right";
    seen.legs[1].number = "8001";
    EXPECT_EQ(view_of(seen, directory, sight_of(who, directory, crm::first_book()), {}).legs[1].number, "8001");
}

}  // namespace
}  // namespace yh::office::supervision
