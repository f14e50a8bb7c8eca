#include "office/persons/routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "model/number_mask.h"
#include "model/telephone_number.h"
#include "office/jobs/job_runner.h"
#include "office/jobs/routes.h"
#include "office/lists/list_route.h"
#include "office/persons/person_desk.h"
#include "office/persons/person_work.h"
#include "office/settings/config_body.h"

namespace yh::office::persons {

namespace {

using lists::share;
using lists::SharedReply;
using people::asker;
using Desk = std::shared_ptr<PersonDesk>;

constexpr std::string_view list_name = "person-requests";
constexpr std::size_t longest_reason_bytes = 600;
constexpr std::size_t most_cards = 200;

struct PersonQuestion {
    std::string number;
};
BOOST_DESCRIBE_STRUCT(PersonQuestion, (), (number))

struct PersonWish {
    std::string number;
    std::string reason;        ///< why: it stays in the log
    std::string confirmation;  ///< of an erasure: the number once more
    std::int64_t counted = 0;  ///< of an erasure: `total` as it was found, so that who confirms knows how much
};
BOOST_DESCRIBE_STRUCT(PersonWish, (), (number, reason, confirmation, counted))

struct ErasureOrdered {
    RequestId id;
};
BOOST_DESCRIBE_STRUCT(ErasureOrdered, (), (id))

/// What is found is everybody's: who does not see all of the company's does not get it.
bool may_ask(const http::Request& request, const std::string& number, http::Reply& reply) {
    if (asker(request).data() != people::DataScope::All || !asker(request).user) {
        reply.fail({ErrorKind::Forbidden, "http.forbidden", {}});
        return false;
    }
    if (!model::is_telephone_number(model::normal_number(number))) {
        settings::refuse_fields(reply, {{"number", "number.malformed"}});
        return false;
    }
    return true;
}

/// A wish that is well formed; else it is answered why not.
std::optional<PersonWish> wish_of(const http::Request& request, http::Reply& reply) {
    auto wish = body_of<PersonWish>(request, reply);
    if (!wish || !may_ask(request, wish->number, reply)) {
        return std::nullopt;
    }
    wish->reason = std::string{http::trimmed(wish->reason)};
    if (wish->reason.empty() || wish->reason.size() > longest_reason_bytes) {
        settings::refuse_fields(reply, {{"reason", wish->reason.empty() ? "config.required" : "customer.too_long"}});
        return std::nullopt;
    }
    return wish;
}

PersonRequest request_of(const Office& office, PersonDesk& desk, const http::Request& request, const PersonWish& wish,
                         RequestWhat what) {
    const auto number = model::normal_number(wish.number);
    PersonRequest made;
    made.id = desk.new_id();
    made.tenant_id = asker(request).tenant.value;
    made.user_id = asker(request).user.value;
    made.what = what;
    made.state = what == RequestWhat::Erased ? RequestState::Running : RequestState::Done;
    made.number = number;
    made.shown_number = model::masked(number, model::HideNumbers::Partial);
    made.reason = wish.reason;
    made.address = request.peer.address;
    made.created_at_ms = to_ms(office.clock.wall());
    return made;
}

template <class Then>
void find(Office& office, const Desk& desk, const http::Request& request, const std::string& number, Then then) {
    office.readers.read(
        office.home,
        [desk, tenant = asker(request).tenant.value, user = asker(request).user.value, number,
         now = to_ms(office.clock.wall())](db::Connection& connection) -> Result<FoundPerson> {
            YH_TRY(const auto span, span_of(connection, tenant, user, number, now));
            return find_person(connection, desk->parts(), span);
        },
        std::move(then));
}

void show(Office& office, const Desk& desk, const http::Request& request, http::Reply reply) {
    const auto question = body_of<PersonQuestion>(request, reply);
    if (!question || !may_ask(request, question->number, reply)) {
        return;
    }
    find(office, desk, request, question->number, [reply = share(std::move(reply))](Result<FoundPerson> found) {
        if (found.ok()) {
            answer(*reply, *found);
        } else {
            reply->fail(std::move(found).error());
        }
    });
}

void hand_out(Office& office, const Desk& desk, const http::Request& request, http::Reply reply) {
    const auto wish = wish_of(request, reply);
    if (!wish) {
        return;
    }
    auto made = request_of(office, *desk, request, *wish, RequestWhat::Exported);
    const auto reader = lists::reader_of(office, request);
    find(office, desk, request, wish->number,
         [&office, desk, made, reader, address = request.peer.address,
          reply = share(std::move(reply))](Result<FoundPerson> found) mutable {
             if (!found.ok() || found->total == 0) {
                 reply->fail(found.ok() ? not_found("person.unknown") : std::move(found).error());
                 return;
             }
             made.counts = found->counts;
             made.ended_at_ms = made.created_at_ms;
             std::vector<std::int64_t> history;
             for (std::size_t at = 0; at < std::min(found->cards.size(), most_cards); ++at) {
                 history.push_back(desk->new_id());
             }
             office.writer.write(
                 office.home,
                 [made, history](db::Connection& connection) { return insert_request(connection, made, history); },
                 [&office, made, reader, address, reply](const Result<void>& kept) {
                     if (!kept.ok()) {
                         reply->fail(kept.error());
                         return;
                     }
                     log().warn("person.exported", {{"request", made.id}, {"user", made.user_id}});
                     jobs::answer_job(
                         office, reader,
                         {std::string{list_name}, jobs::Format::Zip, fmt::format("request={}", made.id), address},
                         made.reason, std::move(*reply));
                 });
         });
}

void erase(Office& office, const Desk& desk, const http::Request& request, http::Reply reply) {
    const auto wish = wish_of(request, reply);
    if (!wish) {
        return;
    }
    if (model::normal_number(wish->confirmation) != model::normal_number(wish->number)) {
        settings::refuse_fields(reply, {{"confirmation", "person.confirmation"}});
        return;
    }
    const auto made = request_of(office, *desk, request, *wish, RequestWhat::Erased);
    find(office, desk, request, wish->number,
         [&office, desk, made, counted = wish->counted, reply = share(std::move(reply))](Result<FoundPerson> found) {
             if (!found.ok() || found->total == 0) {
                 reply->fail(found.ok() ? not_found("person.unknown") : std::move(found).error());
                 return;
             }
             if (found->total != counted) {
                 reply->fail(conflict("person.changed"));
                 return;
             }
             office.writer.write(
                 office.home, [made](db::Connection& connection) { return insert_request(connection, made, {}); },
                 [desk, made, reply](const Result<void>& kept) {
                     constexpr int accepted = 202;
                     if (!kept.ok()) {
                         reply->fail(kept.error());
                         return;
                     }
                     log().warn("person.erasure_ordered", {{"request", made.id}, {"user", made.user_id}});
                     answer(*reply, ErasureOrdered{RequestId{made.id}}, accepted);
                     desk->look();
                 });
         });
}

using Act = void (*)(Office&, const Desk&, const http::Request&, http::Reply);

http::Handler with_desk(Office& office, const Desk& desk, Act act) {
    return on_home(office, [desk, act](Office& at, const http::Request& request, http::Reply reply) {
        act(at, desk, request, std::move(reply));
    });
}

}  // namespace

void add_routes(http::Router& router, Office& office, Parts parts, std::function<void()> remove_files) {
    using http::Method;
    office.jobs->set_maker(jobs::Format::Zip, person_zip(parts), std::string{list_name});
    const auto desk = std::make_shared<PersonDesk>(office, std::move(parts), std::move(remove_files));
    desk->start();
    lists::add_list(router, office, requests());
    router.add({.method = Method::Post,
                .pattern = "/api/v1/persons/find",
                .permission = people::rights::erase_persons,
                .summary = {"What there is of one person, by number", "按号码查看个人信息"},
                .request = http::schema_of<PersonQuestion>(),
                .response = http::schema_of<FoundPerson>(),
                .handler = with_desk(office, desk, show)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/persons/export",
                .permission = people::rights::erase_persons,
                .summary = {"All of one person in one zip: 200 when it is done at once, 202 while it goes on",
                            "导出个人信息（zip）"},
                .request = http::schema_of<PersonWish>(),
                .response = http::schema_of<jobs::JobView>(),
                .handler = with_desk(office, desk, hand_out)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/persons/erase",
                .permission = people::rights::erase_persons,
                .summary = {"Forget one person; what the law keeps goes when its days are over", "删除个人信息"},
                .request = http::schema_of<PersonWish>(),
                .response = http::schema_of<ErasureOrdered>(),
                .status = 202,
                .handler = with_desk(office, desk, erase)});
}

}  // namespace yh::office::persons
