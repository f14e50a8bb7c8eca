#include "db/testing/losing_proxy_fake.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace yh::db {

namespace {

sockaddr_un socket_in(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = folder + "/.s.PGSQL.5432";
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

int stream() {
    return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

bool readable(int fd, int wait_ms) {
    pollfd one{.fd = fd, .events = POLLIN, .revents = 0};
    return ::poll(&one, 1, wait_ms) == 1;
}

// What one side says next, passed to the other. Empty at the end.
std::string_view pass(int from, int to, std::array<char, 65536>& room) {
    const auto got = ::recv(from, room.data(), room.size(), 0);
    if (got <= 0) {
        return {};
    }
    const auto size = static_cast<std::size_t>(got);
    if (to >= 0 && ::send(to, room.data(), size, MSG_NOSIGNAL) != got) {
        return {};
    }
    return {room.data(), size};
}

}  // namespace

LosingProxy::LosingProxy(std::string server_folder) : server_folder_{std::move(server_folder)}, listener_{stream()} {
    const auto address = socket_in(folder_.path().string());
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 8) != 0) {
        std::abort();
    }
    thread_ = std::thread{[this] { serve(); }};
}

LosingProxy::~LosingProxy() {
    ending_ = true;
    thread_.join();
    ::close(listener_);
}

void LosingProxy::serve() {
    while (!ending_) {
        if (!readable(listener_, 20)) {
            continue;
        }
        const int client = ::accept(listener_, nullptr, nullptr);
        const int server = stream();
        const auto address = socket_in(server_folder_);
        if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
            relay(client, server);
        }
        ::close(client);
        ::close(server);
    }
}

void LosingProxy::relay(int client, int server) {
    std::array<char, 65536> room;
    while (!ending_) {
        std::array<pollfd, 2> both{
            {{.fd = client, .events = POLLIN, .revents = 0}, {.fd = server, .events = POLLIN, .revents = 0}}};
        ::poll(both.data(), both.size(), 20);
        if (both[1].revents != 0 && pass(server, client, room).empty()) {
            return;
        }
        if (both[0].revents == 0) {
            continue;
        }
        const auto drop = drop_.load();
        std::array<char, 16> start{};
        const auto peeked = ::recv(client, start.data(), start.size(), MSG_PEEK);
        // A simple query is 'Q', four bytes of length, its text.
        const bool is_commit = peeked >= 11 && std::string_view{start.data() + 5, 6} == "COMMIT";
        if (is_commit && drop != Drop::Nothing) {
            if (drop == Drop::ItsAnswer) {
                pass(client, server, room);
                readable(server, 5000);  // its answer is there: the commit has happened
            }
            drop_ = Drop::Nothing;
            ++dropped_;
            return;
        }
        if (pass(client, server, room).empty()) {
            return;
        }
    }
}

}  // namespace yh::db
