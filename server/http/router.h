#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/reply.h"
#include "http/request.h"
#include "http/schema.h"
#include "http/websocket.h"

namespace yh::http {

/// Runs on a web loop and must not block; it may keep the Reply and complete it later from any thread.
using Handler = std::function<void(Request, Reply)>;

/// The permission word of a route that needs nobody to be signed in.
inline constexpr std::string_view everyone = "public";
/// … and of one that needs somebody, whoever it is.
inline constexpr std::string_view signed_in = "signed_in";

struct Summary {
    std::string_view english;
    std::string_view chinese;
};

/// A query argument, for the document.
struct QueryArg {
    std::string_view name;
    std::string_view type = "string";  ///< a JSON Schema type
};

enum class BodyTo { Memory, File };

/// One row of the route table, from which routing, permission checks and the OpenAPI document follow.
struct Route {
    Method method = Method::Get;
    std::string pattern;          ///< "/api/v1/calls/{id}/hold"
    std::string_view permission;  ///< a literal: `everyone`, `signed_in`, or a name that the permission hook knows
    Summary summary{};
    std::vector<QueryArg> query{};
    Schema request{};
    Schema response{};
    int status = 200;  ///< of success
    std::uint64_t body_limit_bytes = 1024 * 1024;
    BodyTo body_to = BodyTo::Memory;
    Handler handler{};
    std::optional<WebSocketOptions> websocket{};  ///< set by Router::add_websocket
};

/// The route table as a trie over path segments; a word wins over a parameter. Built by main before the server
/// starts, then only read. Thread: any, once built.
class Router {
  public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// A pattern given twice for one method aborts: that is a mistake in our own table.
    void add(Route route);
    /// `messages`: what the socket says, named in the document for those who generate types from it.
    void add_websocket(std::string pattern, std::string_view permission, Summary summary, WebSocketOptions options,
                       Schema messages = {});
    /// Answers what no pattern matches (static files); permission is `everyone`, GET and HEAD only.
    void set_fallback(Handler handler);

    enum class Found { Route, NoPath, WrongMethod, BadPath };
    struct Match {
        Found found = Found::NoPath;
        const Route* route = nullptr;
        std::vector<NamedValue> params;
        std::string allow;  ///< for 405 and OPTIONS
    };
    /// `path` is percent-encoded; each parameter is decoded by itself, so that %2F stays inside it.
    Match match(Method method, std::string_view path) const;

    const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }
    const Route* fallback() const { return fallback_.get(); }

  private:
    struct Node;
    const Node* find(const Node& node, const std::vector<std::string_view>& segments, std::size_t depth,
                     std::vector<std::string_view>& values) const;

    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    std::unique_ptr<Route> fallback_;
};

}  // namespace yh::http
