#pragma once

// Internal to http/: the one kind of byte stream, plain or TLS.
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/loop.h"
#include "base/result.h"
#include "http/request.h"

namespace yh::http {

/// A certificate, its key and the rules of TLS (1.2 and later, ALPN http/1.1). Immutable, shared by all connections.
class TlsContext {
  public:
    static Result<std::shared_ptr<const TlsContext>> create(const std::string& cert_file, const std::string& key_file);
    struct Impl;
    explicit TlsContext(std::unique_ptr<Impl> impl);
    ~TlsContext();

    const Impl& impl() const { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

/// An accepted TCP connection, with or without TLS, as non-blocking steps: try, and wait when it would block.
/// The type is one, so that everything above it is compiled once. Owned by a Connection or a WebSocketSession;
/// thread: the web loop it was accepted for; ends with close().
class Stream {
  public:
    struct Impl;
    explicit Stream(std::unique_ptr<Impl> impl);
    Stream(Stream&&) noexcept;
    Stream& operator=(Stream&&) noexcept;
    ~Stream();

    enum class Outcome { Done, WaitRead, WaitWrite, Ended, Failed };
    struct Io {
        Outcome outcome = Outcome::Done;
        std::size_t bytes = 0;
    };
    /// Done at once for a plain stream.
    Io handshake();
    Io read(std::span<char> into);
    /// At most what fits now; the pieces are sent as one.
    Io write(std::span<const std::string_view> pieces);
    /// Runs the task when the socket can be read or written, or was closed.
    void wait(Outcome for_what, Task task);
    /// Says "no more from us" (TLS close_notify, FIN); the peer may still send.
    void finish_writing();
    void close();

    /// Bytes that were read too far; the next read returns them first.
    void unread(std::string bytes);
    bool is_tls() const;
    bool is_open() const;
    Peer peer() const;
    Impl& impl() { return *impl_; }

  private:
    Io write_plain(std::span<const std::string_view> pieces);
    Io write_tls(std::span<const std::string_view> pieces);

    std::unique_ptr<Impl> impl_;
};

}  // namespace yh::http
