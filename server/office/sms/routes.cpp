#include "office/sms/routes.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/lists/pool_hiding.h"
#include "office/settings/site_messages_store.h"
#include "office/sms/segments.h"
#include "office/sms/sms_list.h"

namespace yh::office::sms {

namespace {

using people::asker;
using SharedReply = std::shared_ptr<http::Reply>;

/// A template as it would be sent.
struct SmsTemplateView {
    std::string name;
    std::string text;
    std::int64_t segments = 0;
};
BOOST_DESCRIBE_STRUCT(SmsTemplateView, (), (name, text, segments))

/// What the panel of the softphone bar needs.
struct SmsDeskView {
    bool enabled = false;                     ///< a gateway is set up
    bool free_text = false;                   ///< not only templates
    std::string signature;                    ///< stands before what is written freely: "【应和客服】"
    std::vector<std::string> administrators;  ///< who can set a gateway up
    std::vector<SmsTemplateView> items;
};
BOOST_DESCRIBE_STRUCT(SmsDeskView, (), (enabled, free_text, signature, administrators, items))

SmsNames names_of(const Office& office, const people::SignedIn& who, std::string customer) {
    SmsNames names;
    constexpr std::size_t longest = 60;
    names.customer = customer.empty() || customer.size() > longest ? "客户" : std::move(customer);
    names.agent = who.nickname.empty() ? who.name : who.nickname;
    names.agent_number = who.number;
    if (const auto* tenant = office.directory->find_tenant(who.tenant)) {
        names.company = tenant->name;
    }
    return names;
}

/// A message, and how its number looks to who wrote it.
struct Put {
    Enqueued queued;
    people::NumberMask mask;
};

void hide_number(const Office& office, const people::SignedIn& who, const people::NumberMask& mask, SmsView& view) {
    view.number_token = people::token_for(mask, office.numbers, who.tenant, view.number);
    view.number = mask.shown(view.number);
}

SmsView view_of(const SmsRow& row, const people::SignedIn& who) {
    SmsView view;
    view.id = Id<struct SmsTag>{row.id};
    view.created_at_ms = row.created_at_ms;
    view.agent = who.number;
    view.agent_name = who.name;
    view.number = row.number;
    view.text = row.text;
    view.template_ = row.template_;
    view.segments = row.segments;
    view.state = row.state;
    if (row.call_id) {
        view.call = model::CallId{*row.call_id};
    }
    return view;
}

void put_into_queue(Office& office, Outbox& outbox, const people::SignedIn& who, SmsWish wish, SmsRow row,
                    SharedReply reply) {
    const auto names = names_of(office, who, wish.customer.value_or(""));
    office.writer.write(
        office.home,
        [wish = std::move(wish), row = std::move(row), names,
         reader = lists::reader_for(office, who, http::Language::Chinese)](db::Connection& connection) -> Result<Put> {
            YH_TRY(auto queued, enqueue(connection, row, wish, names));
            YH_TRY(const auto mask, lists::mask_of_number(connection, reader, queued.row ? queued.row->number : ""));
            return Put{std::move(queued), mask};
        },
        [&office, &outbox, who, reply = std::move(reply)](Result<Put> put) {
            if (!put.ok()) {
                reply->fail(std::move(put).error());
                return;
            }
            if (put->queued.refusal) {
                reply->fail(*std::move(put->queued.refusal));
                return;
            }
            auto view = view_of(*put->queued.row, who);
            hide_number(office, who, put->mask, view);
            constexpr int created = 201;
            answer(*reply, view, created);
            outbox.look();
        });
}

/// The customer of a live call in which the asker has a leg.
std::string customer_of(const std::optional<model::LiveCall>& call, const people::SignedIn& who) {
    if (!call || call->tenant != who.tenant ||
        std::ranges::find(call->legs, who.user, &model::LiveLeg::user) == call->legs.end()) {
        return {};
    }
    return call->customer_number;
}

void send(Office& office, Outbox& outbox, const http::Request& request, http::Reply reply) {
    const auto& who = asker(request);
    auto wish = body_of<SmsWish>(request, reply);
    if (!wish) {
        return;
    }
    SmsRow row;
    row.id = outbox.new_id();
    row.tenant_id = who.tenant.value;
    row.user_id = who.user.value;
    row.created_at_ms = row.next_at_ms = to_ms(office.clock.wall());
    if (wish->call && *wish->call) {
        row.call_id = wish->call->value;
    }
    row.number = wish->number.value_or("");
    if (people::NumberSeal::is_token(row.number)) {
        auto number = office.numbers.open(who.tenant, row.number);
        if (!number.ok()) {
            reply.fail(std::move(number).error());
            return;
        }
        row.number = *std::move(number);
    }
    auto shared = std::make_shared<http::Reply>(std::move(reply));
    if (!row.number.empty() || !row.call_id) {
        put_into_queue(office, outbox, who, *std::move(wish), std::move(row), std::move(shared));
        return;
    }
    // While it is up, a call has no record yet: ask the telephones first.
    office.desk.look(model::CallId{*row.call_id}, office.home,
                     [&office, &outbox, who, wish = *std::move(wish), row = std::move(row),
                      shared](const std::optional<model::LiveCall>& call) mutable {
                         row.number = customer_of(call, who);
                         put_into_queue(office, outbox, who, std::move(wish), std::move(row), shared);
                     });
}

void show_desk(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = asker(request);
    SmsDeskView view;
    for (const auto& user : office.directory->users) {
        if (user.tenant == who.tenant && user.role == model::Role::Admin) {
            view.administrators.push_back(user.name + " " + user.number);
        }
    }
    const auto names = names_of(office, who, std::string{request.arg("customer").value_or("")});
    office.readers.read(
        office.home,
        [tenant = who.tenant.value, names,
         view = std::move(view)](db::Connection& connection) mutable -> Result<SmsDeskView> {
            YH_TRY(const auto sms, settings::load_sms(connection, tenant));
            view.enabled = sms && sms->enabled;
            view.free_text = sms && sms->free_text;
            view.signature = sms && !sms->signature.empty() ? "【" + sms->signature + "】" : std::string{};
            YH_TRY(const auto templates, settings::load_sms_templates(connection, tenant));
            for (const auto& one : templates) {
                if (one.approved) {
                    auto text = filled_template(one, names, "{number}");
                    const auto segments = size_of_sms(text).segments;
                    view.items.push_back({one.name, std::move(text), segments});
                }
            }
            return std::move(view);
        },
        [shared = std::make_shared<http::Reply>(std::move(reply))](Result<SmsDeskView> found) {
            if (found.ok()) {
                answer(*shared, *found);
            } else {
                shared->fail(std::move(found).error());
            }
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office, Outbox& outbox) {
    using http::Method;
    router.add({.method = Method::Post,
                .pattern = "/api/v1/sms",
                .permission = people::rights::send_sms,
                .summary = {"Send a text to a number, or to the customer of a call", "发送短信"},
                .request = http::schema_of<SmsWish>(),
                .response = http::schema_of<SmsView>(),
                .status = 201,
                .handler = on_home(office, [&outbox](Office& at, const http::Request& request, http::Reply reply) {
                    send(at, outbox, request, std::move(reply));
                })});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/sms/desk",
                .permission = people::rights::send_sms,
                .summary = {"Whether texts can be sent, and the templates as they would be", "短信面板：模板与状态"},
                .query = {{"customer"}},
                .response = http::schema_of<SmsDeskView>(),
                .handler = on_home(office, show_desk)});
    add_list_routes(router, office);
    add_gateway_routes(router, office, outbox);
    serve_other_rooms(office, outbox);
}

}  // namespace yh::office::sms
