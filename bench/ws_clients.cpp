// Many pages that follow /ws at once, and one that never reads: how late they hear what happens.
// usage: ws_clients ADDRESS PORT CLIENTS SECONDS < TOKENS      (one session token a line; a session may open 16)
// Prints one line of JSON. bench/ws_clients.py makes the company, the sessions and the calls around it.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::int64_t now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// The number after `name` in a text of ours, or 0.
std::int64_t number_after(std::string_view text, std::string_view name) {
    const auto at = text.find(name);
    std::int64_t number = 0;
    if (at != std::string_view::npos) {
        const auto* from = text.data() + at + name.size();
        std::from_chars(from, text.data() + text.size(), number);
    }
    return number;
}

struct Figures {
    std::vector<std::int64_t> tick_ms;
    std::vector<std::int64_t> queue_ms;
    std::int64_t frames = 0;
    std::int64_t gaps = 0;
    std::int64_t open = 0;
    std::int64_t lost = 0;
    std::int64_t close_code = 0;  ///< the last one said; 0: none, -N: the handshake was answered with status N
    bool counting = false;
};

/// One page. Thread: the only one.
class Client {
  public:
    Client(int descriptor, Figures& figures) : descriptor_{descriptor}, figures_{figures} {}

    int descriptor() const { return descriptor_; }
    bool is_lost() const { return lost_; }

    void read() {
        static char piece[256 * 1024];
        for (;;) {
            const auto got = ::recv(descriptor_, piece, sizeof piece, 0);
            if (got <= 0) {
                if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
                    lose();
                }
                return;
            }
            pending_.append(piece, static_cast<std::size_t>(got));
            take();
        }
    }

  private:
    void lose() {
        if (!lost_) {
            lost_ = true;
            ++figures_.lost;
            ::close(descriptor_);
        }
    }

    void take() {
        std::size_t at = 0;
        if (!open_) {
            const auto end = pending_.find("\r\n\r\n");
            if (end == std::string::npos) {
                return;
            }
            if (!pending_.starts_with("HTTP/1.1 101")) {
                figures_.close_code = -number_after(pending_, "HTTP/1.1 ");
                return lose();
            }
            open_ = true;
            ++figures_.open;
            at = end + 4;
        }
        while (const auto size = take_frame(std::string_view{pending_}.substr(at))) {
            at += size;
        }
        pending_.erase(0, at);
    }

    std::size_t take_frame(std::string_view bytes) {
        if (bytes.size() < 2) {
            return 0;
        }
        const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
        std::size_t size = byte(1) & 127;
        std::size_t head = 2;
        const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (bytes.size() < head + more) {
            return 0;
        }
        if (more != 0) {
            size = 0;
            for (std::size_t i = 0; i < more; ++i) {
                size = size << 8 | byte(head + i);
            }
            head += more;
        }
        if (bytes.size() < head + size) {
            return 0;
        }
        const auto payload = bytes.substr(head, size);
        if ((byte(0) & 15) == 9) {
            pong(payload);
        } else if ((byte(0) & 15) == 8 && size >= 2) {
            figures_.close_code = static_cast<std::int64_t>(byte(head) << 8 | byte(head + 1));
        } else if ((byte(0) & 15) == 1) {
            hear(payload);
        }
        return head + size;
    }

    // RFC 6455 §5.5.3; a mask of zeros is a mask.
    void pong(std::string_view payload) {
        std::string frame{"\x8A", 1};
        frame += static_cast<char>(0x80 | payload.size());
        frame.append(4, '\0');
        frame += payload;
        (void)!::send(descriptor_, frame.data(), frame.size(), MSG_NOSIGNAL);
    }

    void hear(std::string_view text) {
        ++figures_.frames;
        const auto seq = number_after(text, "{\"seq\":");
        figures_.gaps += seq != ++seq_;
        seq_ = seq;
        if (!figures_.counting) {
            return;
        }
        const auto start = text.substr(0, 400);
        if (start.find("\"type\":\"tick\"") != std::string_view::npos) {
            figures_.tick_ms.push_back(now_ms() - number_after(start, "\"server_ms\":"));
        } else if (start.find("\"type\":\"queue\"") != std::string_view::npos) {
            figures_.queue_ms.push_back(now_ms() - number_after(start, "\"at_ms\":"));
        }
    }

    int descriptor_;
    Figures& figures_;
    std::string pending_;
    std::int64_t seq_ = 0;
    bool open_ = false;
    bool lost_ = false;
};

// From several addresses of this machine, because the server bounds how many connections one address may have.
int connect_to(const sockaddr_in& server, const std::string& token, int number, bool reads) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(0x7F000201U + static_cast<std::uint32_t>(number % 8));
    const int small = 4096;
    if (!reads) {
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    }
    if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0 ||
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
        std::perror("connect");
        return -1;
    }
    const auto request =
        "GET /ws HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
        "Authorization: Bearer " +
        token + "\r\n\r\n";
    (void)!::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL);
    return descriptor;
}

std::int64_t percentile(std::vector<std::int64_t>& values, double part) {
    if (values.empty()) {
        return -1;
    }
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * part)];
}

void serve(int poll, std::vector<Client>& clients, std::int64_t until_ms) {
    epoll_event events[256];
    while (now_ms() < until_ms) {
        const int count = ::epoll_wait(poll, events, 256, 50);
        for (int i = 0; i < count; ++i) {
            auto& client = clients[events[i].data.u64];
            if (!client.is_lost()) {
                client.read();
            }
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: ws_clients ADDRESS PORT CLIENTS SECONDS < TOKENS\n");
        return 2;
    }
    sockaddr_in server{};
    server.sin_family = AF_INET;
    ::inet_pton(AF_INET, argv[1], &server.sin_addr);
    server.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[2])));
    const auto wanted = static_cast<std::size_t>(std::atoi(argv[3]));
    std::vector<std::string> tokens;
    for (std::string line; std::getline(std::cin, line);) {
        tokens.push_back(line);
    }
    Figures figures;
    const int deaf = connect_to(server, tokens.front(), 0, false);
    const int poll = ::epoll_create1(0);
    std::vector<Client> clients;
    clients.reserve(wanted);
    for (std::size_t i = 0; i < wanted; ++i) {
        const int descriptor = connect_to(server, tokens[(i + 1) % tokens.size()], static_cast<int>(i), true);
        if (descriptor < 0) {
            return 1;
        }
        ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
        clients.emplace_back(descriptor, figures);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
        // A hundred handshakes at a time: the server answers 503 to more sign-in checks than it can queue.
        while (static_cast<std::int64_t>(i) > figures.open + figures.lost + 100) {
            serve(poll, clients, now_ms() + 5);
        }
    }
    serve(poll, clients, now_ms() + 3000);
    figures.counting = true;
    const auto before = figures.frames;
    const auto seconds = std::atoll(argv[4]);
    serve(poll, clients, now_ms() + seconds * 1000);
    char rest[1];
    const bool deaf_lives = ::recv(deaf, rest, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
    std::printf(
        "{\"open\":%lld,\"lost\":%lld,\"close_code\":%lld,\"gaps\":%lld,\"frames_per_s\":%lld,\"tick_n\":%zu,\"tick_"
        "p50_ms\":%lld,"
        "\"tick_p99_ms\":%lld,\"queue_n\":%zu,\"queue_p50_ms\":%lld,\"queue_p99_ms\":%lld,\"deaf_open\":%s}\n",
        static_cast<long long>(figures.open), static_cast<long long>(figures.lost),
        static_cast<long long>(figures.close_code), static_cast<long long>(figures.gaps),
        static_cast<long long>((figures.frames - before) / seconds), figures.tick_ms.size(),
        static_cast<long long>(percentile(figures.tick_ms, 0.5)),
        static_cast<long long>(percentile(figures.tick_ms, 0.99)), figures.queue_ms.size(),
        static_cast<long long>(percentile(figures.queue_ms, 0.5)),
        static_cast<long long>(percentile(figures.queue_ms, 0.99)), deaf_lives ? "true" : "false");
    return 0;
}
