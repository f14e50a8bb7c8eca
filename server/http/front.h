#pragma once

// Internal to http/: inside the fence around Asio.
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/shard.h"

namespace yh::http {

/// The listening sockets: accepts, keeps to the connection caps, and gives each connection to the next shard in turn.
/// Owned by the Server; its pending accepts keep it alive too, until they have run. Thread: the first loop.
class Front final : public std::enable_shared_from_this<Front> {
  public:
    Front(Loop& loop, std::shared_ptr<const Site> site);

    /// Before start. Errors: http.bind.
    Result<std::uint16_t> listen(const Endpoint& endpoint, std::shared_ptr<const TlsContext> tls);
    void add_shard(std::shared_ptr<Shard> shard) { shards_.push_back(std::move(shard)); }
    void start();
    void stop();
    /// For connections that come from now on, where TLS is spoken.
    void use_certificate(const std::shared_ptr<const TlsContext>& tls);
    void connection_closed(const std::string& source);

  private:
    struct Listener {
        boost::asio::ip::tcp::acceptor acceptor;
        std::shared_ptr<const TlsContext> tls;
    };

    void accept(std::size_t listener);
    void accepted(Listener& listener, Shard& shard, boost::asio::ip::tcp::socket socket);
    bool has_room(const std::string& source);

    Loop& loop_;
    const std::shared_ptr<const Site> site_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::vector<std::shared_ptr<Shard>> shards_;
    std::size_t next_shard_ = 0;
    std::size_t total_ = 0;
    std::unordered_map<std::string, std::size_t> by_source_;
    bool stopped_ = false;
};

}  // namespace yh::http
