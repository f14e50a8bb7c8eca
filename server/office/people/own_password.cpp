#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/people/own_routes.h"
#include "office/people/password.h"
#include "office/people/session_store.h"

namespace yh::office::people {

namespace {

constexpr auto lock_for = std::chrono::minutes{15};

struct PasswordWish {
    std::string old_password;
    std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordWish, (), (old_password, new_password))

/// Somebody who changes his password, on his way through reader, hashing and writer.
struct Change {
    PasswordWish wish;
    SignedIn who;
    http::Reply reply;
    std::string new_hash;
};
using ChangePtr = std::shared_ptr<Change>;

// Whoever else was signed in with the old password is out at once, this page excepted.
void store(Office& office, const ChangePtr& change) {
    office.writer.write(
        office.home,
        [user = change->who.user.value, hash = change->new_hash, keep = change->who.session_hash,
         now = to_ms(office.clock.wall())](db::Connection& connection) {
            return set_password(connection, user, hash, keep, now);
        },
        [&office, change](Result<std::vector<std::string>> ended) {
            if (!ended.ok()) {
                change->reply.fail(std::move(ended).error());
                return;
            }
            log().info("password.changed", {{"user", change->who.number}});
            for (const auto& session : *ended) {
                if (office.on_session_ended) {
                    office.on_session_ended(session);
                }
            }
            change->reply.no_content();
        });
}

// Counted like a failed sign-in, and answered when it is counted: an open page is no way to try passwords out.
void refuse(Office& office, const ChangePtr& change) {
    office.writer.write(
        office.home,
        [user = change->who.user.value, now = to_ms(office.clock.wall())](db::Connection& connection) {
            return note_failure(connection, user, now, lock_for);
        },
        [change](const Result<void>& counted) {
            if (!counted.ok()) {
                change->reply.fail(counted.error());
                return;
            }
            change->reply.fail({ErrorKind::Forbidden, "password.wrong", {}}, {{"old_password", "password.wrong"}});
        });
}

void compare(Office& office, const ChangePtr& change, std::string old_hash) {
    const bool taken = office.hashing.post([&office, change, old_hash = std::move(old_hash)] {
        const bool fits = password_fits(change->wish.old_password, old_hash);
        auto made = fits ? hash_password(change->wish.new_password) : Result<std::string>{std::string{}};
        office.home.post([&office, change, fits, made = std::move(made)]() mutable {
            if (!made.ok()) {
                change->reply.fail(std::move(made).error());
            } else if (fits) {
                change->new_hash = *std::move(made);
                store(office, change);
            } else {
                refuse(office, change);
            }
        });
    });
    if (!taken) {
        change->reply.fail({ErrorKind::TooMany, "session.too_often", "too many passwords are being checked"});
    }
}

void change_password(Office& office, const http::Request& request, http::Reply reply) {
    auto wish = body_of<PasswordWish>(request, reply);
    if (!wish) {
        return;
    }
    if (!is_good_password(wish->new_password)) {
        reply.fail(invalid_input("password.weak"), {{"new_password", "password.weak"}});
        return;
    }
    auto change = std::make_shared<Change>(Change{*std::move(wish), asker(request), std::move(reply), {}});
    office.readers.read(
        office.home,
        [user = change->who.user.value](db::Connection& connection) { return find_account(connection, user); },
        [&office, change](Result<std::optional<Account>> found) {
            if (!found.ok()) {
                change->reply.fail(std::move(found).error());
            } else if (!*found) {
                change->reply.fail(not_found("user.gone"));
            } else if ((*found)->locked_until_ms > to_ms(office.clock.wall())) {
                change->reply.fail({ErrorKind::Locked, "account.locked", {}});
            } else {
                compare(office, change, std::move((*found)->password_hash));
            }
        });
}

}  // namespace

void add_password_route(http::Router& router, Office& office) {
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/me/password",
                .permission = http::signed_in,
                .summary = {"Change my password", "修改本人密码"},
                .request = http::schema_of<PasswordWish>(),
                .status = 204,
                .body_limit_bytes = 4096,
                .handler = on_home(office, change_password)});
}

}  // namespace yh::office::people
