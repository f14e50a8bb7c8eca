#include <algorithm>
#include <utility>

#include "office/settings/config_change.h"
#include "office/supervision/call_control_routes.h"
#include "office/supervision/live_views.h"
#include "office/supervision/route_parts.h"

// Conference rooms (多方会议, R118, R119): leaders make them, and ring everybody of one.
namespace yh::office::supervision {

namespace {

using http::Method;
using people::asker;
using people::rights::manage_rooms;

struct RoomView {
    std::string number;
    std::string name;
    std::string description;
    std::vector<NamedNumber> participants;
    std::optional<model::CallId> call;  ///< while it is up
};
BOOST_DESCRIBE_STRUCT(RoomView, (), (number, name, description, participants, call))

struct RoomList {
    std::vector<RoomView> items;
};
BOOST_DESCRIBE_STRUCT(RoomList, (), (items))

struct RoomWish {
    std::string name;
    std::optional<std::string> description;
    std::vector<std::string> participants;  ///< 工号
};
BOOST_DESCRIBE_STRUCT(RoomWish, (), (name, description, participants))

struct RoomNumber {
    std::string number;
};
BOOST_DESCRIBE_STRUCT(RoomNumber, (), (number))

struct RoomCall {
    model::CallId id;
};
BOOST_DESCRIBE_STRUCT(RoomCall, (), (id))

RoomView view_of(const model::Room& room, const model::LiveSnapshot& live, const model::Directory& directory) {
    RoomView view{room.number, room.name, room.description, {}, std::nullopt};
    for (const auto participant : room.participants) {
        if (const auto* user = directory.find_user(participant)) {
            view.participants.push_back({user->number, user->name});
        }
    }
    const auto up = std::ranges::find_if(
        live.calls, [&](const auto& call) { return call.tenant == room.tenant && call.room == room.name; });
    if (up != live.calls.end()) {
        view.call = up->id;
    }
    return view;
}

void list_rooms(Office& office, const http::Request& request, http::Reply reply) {
    office.desk.picture(office.home, [&office, tenant = asker(request).tenant,
                                      reply = share(std::move(reply))](const model::LiveSnapshotPtr& live) {
        RoomList list;
        for (const auto& room : office.directory->rooms) {
            if (room.tenant == tenant) {
                list.items.push_back(view_of(room, *live, *office.directory));
            }
        }
        answer(*reply, list);
    });
}

/// The smallest number that no room has.
std::string free_number(const model::Directory& directory, model::TenantId tenant) {
    for (int number = 1;; ++number) {
        auto text = std::to_string(number);
        if (directory.find_room(tenant, text) == nullptr) {
            return text;
        }
    }
}

enum class Existing { Must, MustNot };

settings::SiteEdit edit_of(const std::string& number, const RoomWish& wish, Existing existing) {
    settings::SiteEdit edit{"room", number, {}};
    edit.make = [number, wish, existing](db::Connection&, settings::SiteTenant& tenant) -> Result<void> {
        const bool taken = std::ranges::any_of(
            tenant.room, [&](const auto& room) { return room.name == wish.name && room.number != number; });
        if (taken) {
            return conflict("room.name_taken", "another room has this name");
        }
        const settings::SiteRoom room{number, wish.name, wish.description.value_or(""), wish.participants};
        const auto at = std::ranges::find(tenant.room, number, &settings::SiteRoom::number);
        if ((at != tenant.room.end()) != (existing == Existing::Must)) {
            return existing == Existing::Must ? Result<void>{not_found("room.unknown")}
                                              : Result<void>{conflict("room.number_taken")};
        }
        if (at == tenant.room.end()) {
            tenant.room.push_back(room);
        } else {
            *at = room;
        }
        return {};
    };
    return edit;
}

void create_room(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<RoomWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto number = free_number(*office.directory, asker(request).tenant);
    std::string body;
    append_json(body, RoomNumber{number});
    settings::change_site(office, asker(request), edit_of(number, *wish, Existing::MustNot), std::move(reply),
                          std::move(body));
}

void change_room(Office& office, const http::Request& request, http::Reply reply) {
    if (const auto wish = body_of<RoomWish>(request, reply)) {
        settings::change_site(office, asker(request),
                              edit_of(std::string{request.param("number")}, *wish, Existing::Must), std::move(reply));
    }
}

void delete_room(Office& office, const http::Request& request, http::Reply reply) {
    settings::SiteEdit edit{"room", std::string{request.param("number")}, {}, true};
    edit.make = [number = edit.name](db::Connection&, settings::SiteTenant& tenant) -> Result<void> {
        const auto gone = std::erase_if(tenant.room, [&](const auto& room) { return room.number == number; });
        return gone == 0 ? Result<void>{not_found("room.unknown")} : Result<void>{};
    };
    settings::change_site(office, asker(request), std::move(edit), std::move(reply));
}

void start_room(Office& office, const http::Request& request, http::Reply reply) {
    const auto& who = asker(request);
    const auto* room = office.directory->find_room(who.tenant, request.param("number"));
    if (room == nullptr) {
        reply.fail(not_found("room.unknown"));
        return;
    }
    office.desk.apply(model::StartRoom{room->id, who.user}, office.home,
                      [reply = share(std::move(reply))](Result<model::CallId> call) {
                          if (!call.ok()) {
                              reply->fail(std::move(call).error());
                              return;
                          }
                          answer(*reply, RoomCall{*call}, 202);
                      });
}

}  // namespace

void add_room_routes(http::Router& router, Office& office) {
    const std::string one = "/api/v1/rooms/{number}";
    router.add({.pattern = "/api/v1/rooms",
                .permission = manage_rooms,
                .summary = {"Conference rooms", "会议室"},
                .response = http::schema_of<RoomList>(),
                .handler = on_home(office, list_rooms)});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/rooms",
                .permission = manage_rooms,
                .summary = {"Make a conference room", "新建会议室"},
                .request = http::schema_of<RoomWish>(),
                .response = http::schema_of<RoomNumber>(),
                .handler = on_home(office, create_room)});
    router.add({.method = Method::Put,
                .pattern = one,
                .permission = manage_rooms,
                .summary = {"Change a conference room", "修改会议室"},
                .request = http::schema_of<RoomWish>(),
                .status = 204,
                .handler = on_home(office, change_room)});
    router.add({.method = Method::Delete,
                .pattern = one,
                .permission = manage_rooms,
                .summary = {"Delete a conference room", "删除会议室"},
                .status = 204,
                .handler = on_home(office, delete_room)});
    router.add({.method = Method::Post,
                .pattern = one + "/start",
                .permission = manage_rooms,
                .summary = {"Ring everybody of the room", "开始会议"},
                .response = http::schema_of<RoomCall>(),
                .status = 202,
                .handler = on_home(office, start_room)});
}

}  // namespace yh::office::supervision
