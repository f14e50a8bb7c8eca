#include "sip/resolver_cares.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/random.h"
#include "sip/flow_address.h"
#include "sip/flow_watch.h"
#include "sip/uri.h"

namespace yh::sip {

namespace {

constexpr auto negative_ttl = std::chrono::seconds{30};
constexpr auto shortest_ttl = std::chrono::seconds{30};
constexpr auto longest_ttl = std::chrono::hours{1};
constexpr std::size_t max_cached = 1'000;
constexpr std::size_t max_targets = 4;

struct AresFree {
    template <class T>
    void operator()(T* data) const {
        ares_free_data(data);
    }
};

struct ServiceTarget {
    std::string host;
    std::uint16_t port = 0;
    int priority = 0;
    int weight = 0;
};

std::string service_name(const Question& question) {
    switch (question.transport) {
        case Transport::Tcp:
            return "_sip._tcp." + question.host;
        case Transport::Tls:
            return "_sips._tcp." + question.host;
        case Transport::Udp:
        case Transport::Ws:
        case Transport::Wss:
            break;
    }
    return "_sip._udp." + question.host;
}

// RFC 3263 §4.1: the service that stands for the transport we were told to use.
std::string_view naptr_service(Transport transport) {
    return transport == Transport::Tls ? "SIPS+D2T" : transport == Transport::Tcp ? "SIP+D2T" : "SIP+D2U";
}

std::optional<std::string> service_from_naptr(const unsigned char* answer, int length, Transport transport) {
    ares_naptr_reply* first = nullptr;
    if (ares_parse_naptr_reply(answer, length, &first) != ARES_SUCCESS) {
        return std::nullopt;
    }
    const std::unique_ptr<ares_naptr_reply, AresFree> owner{first};
    const ares_naptr_reply* best = nullptr;
    for (const auto* one = first; one != nullptr; one = one->next) {
        const auto text = [](const unsigned char* raw) { return std::string_view{reinterpret_cast<const char*>(raw)}; };
        if (same_text(text(one->service), naptr_service(transport)) && same_text(text(one->flags), "s") &&
            (best == nullptr || std::pair{one->order, one->preference} < std::pair{best->order, best->preference})) {
            best = one;
        }
    }
    return best == nullptr ? std::nullopt : std::optional<std::string>{best->replacement};
}

// RFC 2782: by priority; within one, by a lot that weight makes more likely.
std::vector<ServiceTarget> targets_from_srv(const unsigned char* answer, int length) {
    std::vector<ServiceTarget> targets;
    ares_srv_reply* first = nullptr;
    if (ares_parse_srv_reply(answer, length, &first) != ARES_SUCCESS) {
        return targets;
    }
    const std::unique_ptr<ares_srv_reply, AresFree> owner{first};
    std::vector<std::pair<std::uint64_t, ServiceTarget>> drawn;
    for (const auto* one = first; one != nullptr; one = one->next) {
        const auto lot = random_u64() % (std::uint64_t{one->weight} * 1'000 + 1);
        drawn.push_back({lot, {one->host, one->port, one->priority, one->weight}});
    }
    std::ranges::sort(drawn, [](const auto& a, const auto& b) {
        return a.second.priority != b.second.priority ? a.second.priority < b.second.priority : a.first > b.first;
    });
    for (auto& entry : drawn) {
        targets.push_back(std::move(entry.second));
    }
    return targets;
}

}  // namespace

// The c-ares channel with its sockets on the loop, and what was asked of it. Shared with what is posted.
class CaresResolver::Channel : public std::enable_shared_from_this<Channel> {
  public:
    explicit Channel(Loop& loop) : loop_{loop} {}
    ~Channel() { end(); }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    Result<void> open(const std::string& servers);
    void end();
    void resolve(const Question& question, Handler handler);

  private:
    // One question on its way through NAPTR, SRV and addresses.
    struct Lookup {
        Channel* channel;
        Question question;
        std::vector<ServiceTarget> targets;
        std::size_t next_target = 0;
        std::vector<Hop> hops;
        Duration ttl = longest_ttl;
        std::vector<Handler> handlers;
    };
    struct Cached {
        Result<Resolved> answer;
        MonoTime until;
    };

    static void on_socket(void* self, ares_socket_t fd, int readable, int writable) noexcept;
    static void on_naptr(void* lookup, int status, int timeouts, unsigned char* answer, int length) noexcept;
    static void on_srv(void* lookup, int status, int timeouts, unsigned char* answer, int length) noexcept;
    static void on_addresses(void* lookup, int status, int timeouts, ares_addrinfo* answer) noexcept;

    static std::string key(const Question& question);
    void watch(ares_socket_t fd, bool readable, bool writable);
    void tick();
    void ask_addresses(Lookup& lookup);
    void take_addresses(Lookup& lookup, const ares_addrinfo& answer);
    void finish(Lookup& lookup);

    Loop& loop_;
    ares_channel channel_ = nullptr;
    std::unordered_map<ares_socket_t, std::unique_ptr<FdWatch>> watches_;
    std::unordered_map<std::string, std::unique_ptr<Lookup>> lookups_;
    std::unordered_map<std::string, Cached> cache_;
    TimerId ticker_;
};

Result<void> CaresResolver::Channel::open(const std::string& servers) {
    ares_options options{};
    options.sock_state_cb = &Channel::on_socket;
    options.sock_state_cb_data = this;
    options.timeout = 2'000;
    options.tries = 2;
    const int status =
        ares_init_options(&channel_, &options, ARES_OPT_SOCK_STATE_CB | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
    if (status != ARES_SUCCESS) {
        return unavailable("dns.unavailable", ares_strerror(status));
    }
    if (!servers.empty()) {
        if (const int set = ares_set_servers_ports_csv(channel_, servers.c_str()); set != ARES_SUCCESS) {
            return unavailable("dns.unavailable", servers + ": " + ares_strerror(set));
        }
    }
    return {};
}

void CaresResolver::Channel::end() {
    loop_.timers().cancel(ticker_);  // past the loop: it may have ended already, with its thread
    if (channel_ != nullptr) {
        // Every question ends with ARES_EDESTRUCTION now; nobody is told.
        for (auto& [name, lookup] : lookups_) {
            lookup->handlers.clear();
        }
        ares_destroy(std::exchange(channel_, nullptr));
    }
    watches_.clear();
    lookups_.clear();
}

std::string CaresResolver::Channel::key(const Question& question) {
    return question.host + ' ' + std::to_string(question.port) + ' ' + std::string{transport_name(question.transport)};
}

void CaresResolver::Channel::resolve(const Question& question, Handler handler) {
    const auto name = key(question);
    if (const auto at = cache_.find(name); at != cache_.end() && at->second.until > loop_.clock().now()) {
        loop_.post(
            [handler = std::move(handler), answer = at->second.answer]() mutable { handler(std::move(answer)); });
        return;
    }
    auto& lookup = lookups_[name];
    if (lookup) {
        lookup->handlers.push_back(std::move(handler));  // already asked
        return;
    }
    lookup = std::make_unique<Lookup>();
    lookup->channel = this;
    lookup->question = question;
    lookup->handlers.push_back(std::move(handler));
    // c-ares may call back at once (a name in the hosts file), the handler must not be: hence the post.
    loop_.post([self = shared_from_this(), name] {
        const auto at = self->lookups_.find(name);
        if (self->channel_ == nullptr || at == self->lookups_.end()) {
            return;
        }
        auto& asked = *at->second;
        self->tick();
        if (asked.question.port != 0) {
            asked.targets.push_back({asked.question.host, asked.question.port, 0, 0});
            self->ask_addresses(asked);
            return;
        }
        ares_query(self->channel_, asked.question.host.c_str(), ns_c_in, ns_t_naptr, &Channel::on_naptr, &asked);
    });
}

void CaresResolver::Channel::on_naptr(void* raw, int status, int, unsigned char* answer, int length) noexcept {
    auto& lookup = *static_cast<Lookup*>(raw);
    auto& channel = *lookup.channel;
    if (channel.channel_ == nullptr || status == ARES_EDESTRUCTION) {
        return;
    }
    const auto replaced =
        status == ARES_SUCCESS ? service_from_naptr(answer, length, lookup.question.transport) : std::nullopt;
    const auto name = replaced.value_or(service_name(lookup.question));
    ares_query(channel.channel_, name.c_str(), ns_c_in, ns_t_srv, &Channel::on_srv, &lookup);
}

void CaresResolver::Channel::on_srv(void* raw, int status, int, unsigned char* answer, int length) noexcept {
    auto& lookup = *static_cast<Lookup*>(raw);
    auto& channel = *lookup.channel;
    if (channel.channel_ == nullptr || status == ARES_EDESTRUCTION) {
        return;
    }
    if (status == ARES_SUCCESS) {
        lookup.targets = targets_from_srv(answer, length);
    }
    if (lookup.targets.empty()) {
        lookup.targets.push_back({lookup.question.host, default_port(lookup.question.transport), 0, 0});
    }
    channel.ask_addresses(lookup);
}

void CaresResolver::Channel::ask_addresses(Lookup& lookup) {
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_DGRAM;
    ares_getaddrinfo(channel_, lookup.targets[lookup.next_target].host.c_str(), nullptr, &hints, &Channel::on_addresses,
                     &lookup);
}

void CaresResolver::Channel::on_addresses(void* raw, int status, int, ares_addrinfo* answer) noexcept {
    auto& lookup = *static_cast<Lookup*>(raw);
    auto& channel = *lookup.channel;
    const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owner{answer, &ares_freeaddrinfo};
    if (channel.channel_ == nullptr || status == ARES_EDESTRUCTION) {
        return;
    }
    if (status == ARES_SUCCESS && answer != nullptr) {
        channel.take_addresses(lookup, *answer);
    }
    if (++lookup.next_target < std::min(lookup.targets.size(), max_targets)) {
        channel.ask_addresses(lookup);
    } else {
        channel.finish(lookup);
    }
}

void CaresResolver::Channel::take_addresses(Lookup& lookup, const ares_addrinfo& answer) {
    // IPv4 first: many offices have IPv6 addresses that lead nowhere.
    for (const int family : {AF_INET, AF_INET6}) {
        for (const auto* node = answer.nodes; node != nullptr; node = node->ai_next) {
            if (node->ai_family != family || node->ai_addrlen > sizeof(sockaddr_storage)) {
                continue;
            }
            sockaddr_storage storage{};
            std::memcpy(&storage, node->ai_addr, node->ai_addrlen);
            Hop hop;
            hop.transport = lookup.question.transport;
            hop.address = from_sockaddr(storage);
            hop.address.port = lookup.targets[lookup.next_target].port;
            hop.tls_name = lookup.question.host;  // RFC 5922 §4: the certificate names the domain that was asked for
            if (std::ranges::find(lookup.hops, hop) == lookup.hops.end()) {
                lookup.hops.push_back(std::move(hop));
            }
            lookup.ttl = std::min<Duration>(lookup.ttl, std::chrono::seconds{std::max(node->ai_ttl, 0)});
        }
    }
}

void CaresResolver::Channel::finish(Lookup& lookup) {
    const auto name = key(lookup.question);
    const auto ttl = std::clamp<Duration>(lookup.ttl, shortest_ttl, longest_ttl);
    const bool found = !lookup.hops.empty();
    Result<Resolved> answer = found ? Result<Resolved>{Resolved{std::move(lookup.hops), ttl}}
                                    : Result<Resolved>{not_found("dns.not_found", lookup.question.host)};
    if (cache_.size() >= max_cached) {
        cache_.clear();
    }
    cache_.insert_or_assign(name, Cached{answer, loop_.clock().now() + (found ? ttl : Duration{negative_ttl})});
    auto handlers = std::move(lookup.handlers);
    // Posted, because we are inside c-ares, which must not be entered again by what a handler does.
    loop_.post([self = shared_from_this(), handlers = std::move(handlers), answer = std::move(answer)] {
        for (const auto& handler : handlers) {
            handler(answer);
        }
    });
    lookups_.erase(name);
}

void CaresResolver::Channel::on_socket(void* self, ares_socket_t fd, int readable, int writable) noexcept {
    static_cast<Channel*>(self)->watch(fd, readable != 0, writable != 0);
}

void CaresResolver::Channel::watch(ares_socket_t fd, bool readable, bool writable) {
    if (!readable && !writable) {
        watches_.erase(fd);
        return;
    }
    auto& watch = watches_[fd];
    if (!watch) {
        watch = std::make_unique<FdWatch>(loop_, fd);
        watch->on_readable([self = weak_from_this(), fd] {
            if (const auto alive = self.lock(); alive && alive->channel_ != nullptr) {
                ares_process_fd(alive->channel_, fd, ARES_SOCKET_BAD);
            }
        });
    }
    if (writable) {
        watch->once_writable([self = weak_from_this(), fd] {
            if (const auto alive = self.lock(); alive && alive->channel_ != nullptr) {
                ares_process_fd(alive->channel_, ARES_SOCKET_BAD, fd);
            }
        });
    }
}

// Lets c-ares see its time-outs while anything is asked.
void CaresResolver::Channel::tick() {
    if (channel_ == nullptr || lookups_.empty()) {
        return;
    }
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    loop_.cancel(ticker_);
    ticker_ = loop_.after(std::chrono::milliseconds{500}, [self = weak_from_this()] {
        if (const auto alive = self.lock()) {
            alive->tick();
        }
    });
}

CaresResolver::CaresResolver(Loop& loop) : loop_{loop}, channel_{std::make_shared<Channel>(loop)} {}

CaresResolver::~CaresResolver() {
    channel_->end();
}

Result<std::unique_ptr<Resolver>> CaresResolver::create(Loop& loop, const std::string& servers) {
    std::unique_ptr<CaresResolver> resolver{new CaresResolver{loop}};
    YH_CHECK(resolver->channel_->open(servers));
    return std::unique_ptr<Resolver>{std::move(resolver)};
}

void CaresResolver::resolve(const Question& question, Handler handler) {
    loop_.assert_here();
    channel_->resolve(question, std::move(handler));
}

}  // namespace yh::sip
