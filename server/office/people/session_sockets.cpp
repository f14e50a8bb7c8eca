#include "office/people/session_sockets.h"

#include <unordered_set>

#include "office/people/session_store.h"

namespace yh::office::people {

namespace {

// One page opens two sockets. A person may have some tabs; a program in a loop must not have them all.
constexpr std::size_t most_of_one_session = 16;
constexpr std::size_t most = 8000;
constexpr auto look_every = std::chrono::seconds{10};

}  // namespace

bool SessionSockets::add(const http::Socket& socket, std::shared_ptr<const SignedIn> who) {
    auto& count = by_session_[who->session_hash];
    if (count >= most_of_one_session || open_.size() >= most) {
        return false;
    }
    ++count;
    open_.emplace(socket.id(), Open{socket, std::move(who)});
    return true;
}

void SessionSockets::remove(const http::Socket& socket) {
    const auto open = open_.find(socket.id());
    if (open == open_.end()) {
        return;
    }
    const auto count = by_session_.find(open->second.who->session_hash);
    if (--count->second == 0) {
        by_session_.erase(count);
    }
    open_.erase(open);
}

void SessionSockets::end(std::string_view session_hash) {
    for (const auto& [id, open] : open_) {
        if (open.who->session_hash == session_hash) {
            close(open.socket);
        }
    }
}

void SessionSockets::end_absent() {
    for (const auto& [id, open] : open_) {
        if (office_.directory->find_user(open.who->user) == nullptr) {
            close(open.socket);
        }
    }
}

void SessionSockets::start() {
    office_.home.after(look_every, [this] {
        if (open_.empty()) {
            start();
        } else {
            look();
        }
    });
}

void SessionSockets::look() {
    office_.readers.read(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) { return living_sessions(connection, now); },
        [this](Result<std::vector<std::string>> found) {
            start();
            if (!found.ok()) {
                return;  // a database that cannot be read must not put everybody out
            }
            const std::unordered_set<std::string> living{found->begin(), found->end()};
            for (const auto& [id, open] : open_) {
                if (!living.contains(open.who->session_hash)) {
                    close(open.socket);
                }
            }
        });
}

}  // namespace yh::office::people
