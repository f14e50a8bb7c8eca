#include <memory>
#include <utility>

#include "base/log.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/people/own_routes.h"
#include "office/people/password.h"
#include "office/people/password_question.h"
#include "office/people/session_store.h"

namespace yh::office::people {

namespace {

struct PasswordWish {
    std::string old_password;  ///< not asked of who signed in by SMS: he has none, or forgot it
    std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordWish, (), (old_password, new_password))

/// Somebody who changes his password, on his way through hashing and writer.
struct Change {
    std::string new_password;
    SignedIn who;
    http::Reply reply;
    std::string new_hash{};
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

// Whoever must change a password does not get round it with the same one.
void hash_and_store(Office& office, const ChangePtr& change, const std::string& old_hash) {
    const bool taken = office.hashing.post([&office, change, old_hash] {
        const bool same =
            change->who.duty == Duty::NewPassword && !old_hash.empty() && password_fits(change->new_password, old_hash);
        auto made = same ? Result<std::string>{std::string{}} : hash_password(change->new_password);
        office.home.post([&office, change, same, made = std::move(made)]() mutable {
            if (same) {
                change->reply.fail(invalid_input("password.same"), {{"new_password", "password.same"}});
            } else if (!made.ok()) {
                change->reply.fail(std::move(made).error());
            } else {
                change->new_hash = *std::move(made);
                store(office, change);
            }
        });
    });
    if (!taken) {
        change->reply.fail({ErrorKind::TooMany, "session.too_often", "too many passwords are being checked"});
    }
}

void without_old_password(Office& office, const ChangePtr& change) {
    office.readers.read(
        office.home,
        [user = change->who.user.value](db::Connection& connection) { return find_account(connection, user); },
        [&office, change](Result<std::optional<Account>> found) {
            if (!found.ok()) {
                change->reply.fail(std::move(found).error());
            } else if (!*found) {
                change->reply.fail(not_found("user.gone"));
            } else {
                hash_and_store(office, change, (*found)->password_hash);
            }
        });
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
    const auto& who = asker(request);
    if (who.by_sms) {
        without_old_password(office, std::make_shared<Change>(Change{wish->new_password, who, std::move(reply)}));
        return;
    }
    ask_password(office, {who, std::move(wish->old_password), std::move(reply), "old_password"},
                 [&office, who, typed = wish->new_password](http::Reply waiting, const std::string& hash) {
                     hash_and_store(office, std::make_shared<Change>(Change{typed, who, std::move(waiting)}), hash);
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
