#include "office/people/password_question.h"

#include <memory>
#include <utility>

#include "office/answer.h"
#include "office/people/password.h"
#include "office/people/session_store.h"

namespace yh::office::people {

namespace {

constexpr auto lock_for = std::chrono::minutes{15};

struct Asked {
    PasswordQuestion question;
    std::function<void(http::Reply, const std::string&)> then;
    std::string hash{};
};
using AskedPtr = std::shared_ptr<Asked>;

void refuse(Office& office, const AskedPtr& asked) {
    office.writer.write(
        office.home,
        [user = asked->question.who.user.value, now = to_ms(office.clock.wall())](db::Connection& connection) {
            return note_failure(connection, user, now, lock_for);
        },
        [asked](const Result<void>& counted) {
            if (!counted.ok()) {
                asked->question.reply.fail(counted.error());
                return;
            }
            asked->question.reply.fail({ErrorKind::Forbidden, "password.wrong", {}},
                                       {{asked->question.field, "password.wrong"}});
        });
}

void compare(Office& office, const AskedPtr& asked) {
    const bool taken = office.hashing.post([&office, asked] {
        const bool fits = password_fits(asked->question.typed, asked->hash);
        office.home.post([&office, asked, fits] {
            if (fits) {
                asked->then(std::move(asked->question.reply), asked->hash);
            } else {
                refuse(office, asked);
            }
        });
    });
    if (!taken) {
        asked->question.reply.fail({ErrorKind::TooMany, "session.too_often", "too many passwords are being checked"});
    }
}

}  // namespace

void ask_password(Office& office, PasswordQuestion question,
                  std::function<void(http::Reply reply, const std::string& hash)> then) {
    const auto asked = std::make_shared<Asked>(Asked{std::move(question), std::move(then)});
    office.readers.read(
        office.home,
        [user = asked->question.who.user.value](db::Connection& connection) { return find_account(connection, user); },
        [&office, asked](Result<std::optional<Account>> found) {
            auto& reply = asked->question.reply;
            if (!found.ok()) {
                reply.fail(std::move(found).error());
            } else if (!*found) {
                reply.fail(not_found("user.gone"));
            } else if ((*found)->locked_until_ms > to_ms(office.clock.wall())) {
                reply.fail({ErrorKind::Locked, "account.locked", {}});
            } else {
                asked->hash = std::move((*found)->password_hash);
                compare(office, asked);
            }
        });
}

}  // namespace yh::office::people
