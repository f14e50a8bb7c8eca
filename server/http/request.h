#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yh::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

std::string_view text(Method method);
std::optional<Method> find_method(std::string_view word);
/// RFC 9110 §9.2.1: a safe method only reads.
bool is_safe(Method method);

struct Header {
    std::string name;
    std::string value;
};
using Headers = std::vector<Header>;

/// A name and its decoded value: a query argument, a path parameter, a cookie.
using NamedValue = std::pair<std::string, std::string>;

/// Who is asking. The office derives its own; http only carries it. An immutable snapshot, hence shared.
struct Identity {
    virtual ~Identity() = default;
};
using IdentityPtr = std::shared_ptr<const Identity>;

/// In which language a person reads our messages.
enum class Language { Chinese, English };

struct Peer {
    std::string address;
    std::uint16_t port = 0;
};

/// A body that was streamed to a temporary file. The file is removed with this object unless it was taken.
/// Owned by the Request; thread: whoever holds it.
class UploadedFile {
  public:
    UploadedFile(std::string path, int descriptor) : path_{std::move(path)}, descriptor_{descriptor} {}
    ~UploadedFile();
    UploadedFile(const UploadedFile&) = delete;
    UploadedFile& operator=(const UploadedFile&) = delete;

    const std::string& path() const { return path_; }
    std::uint64_t size_bytes() const { return size_; }
    /// From here on the file belongs to the caller, who renames or removes it.
    std::string take();
    /// False when the disk refuses. Thread: the web loop that reads the body.
    bool append(std::string_view piece);
    void finish();

  private:
    std::string path_;
    int descriptor_;
    std::uint64_t size_ = 0;
    bool taken_ = false;
};

/// One HTTP request as a plain value. Handlers own it and may move it to another thread.
struct Request {
    Method method = Method::Get;
    std::string path;    ///< as sent, still percent-encoded, without the query
    std::string target;  ///< as sent
    std::vector<NamedValue> query;
    Headers headers;
    std::string body;
    std::unique_ptr<UploadedFile> upload;  ///< instead of `body`, when the route asks for it
    std::vector<NamedValue> params;
    Peer peer;
    std::string request_id;
    IdentityPtr identity;  ///< set by the auth hook; absent on public routes
    bool over_tls = false;

    /// The first header of that name (any case), or empty.
    std::string_view header(std::string_view name) const;
    bool has_header(std::string_view name) const;
    /// The first query argument of that name.
    std::optional<std::string_view> arg(std::string_view name) const;
    /// A path parameter; empty when the pattern has none of that name.
    std::string_view param(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// The token of `Authorization: Bearer …`, or empty.
    std::string_view bearer() const;
    /// Chinese unless Accept-Language puts English first.
    Language language() const;
    template <class T>
    const T* identity_as() const {
        return dynamic_cast<const T*>(identity.get());
    }
};

}  // namespace yh::http
