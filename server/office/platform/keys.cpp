#include <fmt/format.h>

#include <array>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/people/identity.h"
#include "office/people/session_store.h"
#include "office/platform/key_store.h"
#include "office/platform/routes.h"

namespace yh::office::platform {

namespace {

using people::SignedIn;

// Nobody's user: whatever belongs to a person (a telephone, a state, a session) is out of its reach.
std::shared_ptr<SignedIn> identity_of(const FoundKey& key) {
    auto made = std::make_shared<SignedIn>();
    made->tenant = model::TenantId{key.tenant_id};
    made->name = key.name;
    made->number = fmt::format("platform:{}", key.name);
    made->own_rights.emplace();
    for (const auto right : {people::rights::configure, people::rights::see_queues}) {
        made->own_rights->add(right);
    }
    made->own_data = people::DataScope::All;
    return made;
}

/// Thread: home.
class KeyDoor {
  public:
    explicit KeyDoor(Office& office) : office_{office} {}

    struct Seen {
        std::string address;
        std::string method;
        std::string path;
    };

    void decide(const Seen& seen, Result<std::optional<FoundKey>> found, http::AuthReply& reply) {
        if (!found.ok()) {
            reply.refuse(std::move(found).error());
            return;
        }
        if (!*found) {
            log().warn("platform.unknown_key", {{"from", seen.address}});
            reply.refuse({ErrorKind::Unauthenticated, "platform.unknown_key", {}});
            return;
        }
        const auto& key = **found;
        note(seen, key);
        if (key.refused == "platform.revoked") {
            reply.refuse({ErrorKind::Unauthenticated, key.refused, {}});
        } else if (!key.refused.empty()) {
            reply.refuse({ErrorKind::Forbidden, key.refused, {}});
        } else {
            reply.identify(identity_of(key));
        }
    }

  private:
    void note(const Seen& seen, const FoundKey& key) {
        const auto now = to_ms(office_.clock.wall());
        const Use use{ids_.make<Id<struct UseTag>>(now).value,
                      key.tenant_id,
                      key.id,
                      now,
                      seen.address,
                      seen.method,
                      seen.path,
                      std::string{key.refused}};
        log().info("platform.used", {{"key", key.name},
                                     {"from", seen.address},
                                     {"method", seen.method},
                                     {"path", seen.path},
                                     {"refused", key.refused}});
        office_.writer.submit([use](db::Connection& connection) { return note_use(connection, use); });
    }

    Office& office_;
    IdMaker ids_;
};

}  // namespace

http::Hooks with_keys(http::Hooks people, Office& office) {
    http::Hooks made;
    auto door = std::make_shared<KeyDoor>(office);
    made.auth = [&office, door, sessions = std::move(people.auth)](const http::Request& request,
                                                                   http::AuthReply reply) {
        const auto token = request.bearer();
        if (!token.starts_with(key_start)) {
            sessions(request, std::move(reply));
            return;
        }
        KeyDoor::Seen seen{request.peer.address, std::string{http::text(request.method)}, request.path};
        office.readers.read(
            office.home,
            [hash = people::hash_token(token)](db::Connection& connection) { return find_key(connection, hash); },
            [door, seen = std::move(seen), reply = std::make_shared<http::AuthReply>(std::move(reply))](
                Result<std::optional<FoundKey>> found) { door->decide(seen, std::move(found), *reply); });
    };
    made.allowed = [persons = std::move(people.allowed)](const http::Identity& identity, std::string_view permission) {
        const bool is_key = !dynamic_cast<const SignedIn&>(identity).user;
        return !(is_key && permission == http::signed_in) && persons(identity, permission);
    };
    return made;
}

}  // namespace yh::office::platform
