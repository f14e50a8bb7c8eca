#include "http/router.h"

#include <array>
#include <map>

#include "base/assert.h"
#include "http/text.h"

namespace yh::http {

namespace {

constexpr std::size_t max_depth = 32;
constexpr std::array all_methods{Method::Get,   Method::Head,   Method::Post,   Method::Put,
                                 Method::Patch, Method::Delete, Method::Options};

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> words;
    std::unique_ptr<Node> parameter;
    std::array<const Route*, all_methods.size()> routes{};
    bool ends_here = false;

    const Route* route(Method method) const { return routes[static_cast<std::size_t>(method)]; }

    std::string allow() const {
        std::string out;
        for (const auto method : all_methods) {
            const bool head = method == Method::Head && route(Method::Get) != nullptr;
            if (route(method) != nullptr || head || method == Method::Options) {
                if (!out.empty()) {
                    out.append(", ");
                }
                out.append(text(method));
            }
        }
        return out;
    }
};

Router::Router() : root_{std::make_unique<Node>()} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
    YH_ASSERT(!route.pattern.empty() && route.pattern.front() == '/' && !route.permission.empty());
    auto* node = root_.get();
    for (const auto segment : split(std::string_view{route.pattern}.substr(1), '/')) {
        auto& next = is_parameter(segment) ? node->parameter : node->words[std::string{segment}];
        if (!next) {
            next = std::make_unique<Node>();
        }
        node = next.get();
    }
    auto& place = node->routes[static_cast<std::size_t>(route.method)];
    YH_ASSERT(place == nullptr);
    node->ends_here = true;
    routes_.push_back(std::make_unique<Route>(std::move(route)));
    place = routes_.back().get();
}

void Router::add_websocket(std::string pattern, std::string_view permission, Summary summary, WebSocketOptions options,
                           Schema messages) {
    Route route;
    route.pattern = std::move(pattern);
    route.permission = permission;
    route.summary = summary;
    route.status = 101;
    route.body_limit_bytes = 0;
    route.websocket = std::move(options);
    route.response = std::move(messages);
    add(std::move(route));
}

void Router::set_fallback(Handler handler) {
    fallback_ = std::make_unique<Route>();
    fallback_->pattern =
        std::string{"*"};  // assigned whole: GCC 12 sees an overlap in assigning a literal (its bug 105651)
    fallback_->permission = everyone;
    fallback_->handler = std::move(handler);
}

const Router::Node* Router::find(const Node& node, const std::vector<std::string_view>& segments, std::size_t depth,
                                 std::vector<std::string_view>& values) const {
    if (depth == segments.size()) {
        return node.ends_here ? &node : nullptr;
    }
    if (const auto it = node.words.find(segments[depth]); it != node.words.end()) {
        if (const auto* found = find(*it->second, segments, depth + 1, values)) {
            return found;
        }
    }
    if (node.parameter && !segments[depth].empty()) {
        values.push_back(segments[depth]);
        if (const auto* found = find(*node.parameter, segments, depth + 1, values)) {
            return found;
        }
        values.pop_back();
    }
    return nullptr;
}

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    if (path.empty() || path.front() != '/') {
        match.found = Found::BadPath;
        return match;
    }
    const auto segments = split(path.substr(1), '/');
    std::vector<std::string_view> values;
    const auto* node = segments.size() <= max_depth ? find(*root_, segments, 0, values) : nullptr;
    if (node == nullptr) {
        if (fallback_ && (method == Method::Get || method == Method::Head)) {
            match.found = Found::Route;
            match.route = fallback_.get();
        }
        return match;
    }
    match.route = node->route(method);
    if (match.route == nullptr && method == Method::Head) {
        match.route = node->route(Method::Get);
    }
    if (match.route == nullptr) {
        match.found = Found::WrongMethod;
        match.allow = node->allow();
        return match;
    }
    match.found = Found::Route;
    std::size_t next = 0;
    for (const auto segment : split(std::string_view{match.route->pattern}.substr(1), '/')) {
        if (is_parameter(segment)) {
            auto value = url_decode(values[next++]);
            if (!value) {
                match.found = Found::BadPath;
                return match;
            }
            match.params.emplace_back(segment.substr(1, segment.size() - 2), std::move(*value));
        }
    }
    return match;
}

}  // namespace yh::http
