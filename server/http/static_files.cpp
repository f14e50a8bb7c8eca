#include "http/static_files.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "http/page_policy.h"
#include "http/text.h"

namespace yh::http {

namespace {

namespace fs = std::filesystem;

struct Entry {
    std::string path;
    std::string content_type;
    bool hashed = false;
    bool has_gzip = false;
    bool has_brotli = false;
};

// "-" or "." followed by at least eight letters and digits before the extension: what bundlers write.
bool has_hash(std::string_view name) {
    const auto dot = name.rfind('.');
    const auto dash = dot == std::string_view::npos ? dot : name.find_last_of("-.", dot - 1);
    if (dash == std::string_view::npos || dot - dash - 1 < 8) {
        return false;
    }
    const auto hash = name.substr(dash + 1, dot - dash - 1);
    const auto word = [](char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_'; };
    return std::all_of(hash.begin(), hash.end(), word);
}

class Folder {
  public:
    static Result<std::shared_ptr<const Folder>> create(const StaticFilesConfig& config) {
        auto folder = std::make_shared<Folder>();
        folder->config_ = config;
        std::error_code error;
        for (fs::recursive_directory_iterator it{config.root, error}, end; !error && it != end; it.increment(error)) {
            // A link could lead anywhere.
            if (it->is_symlink(error) || !it->is_regular_file(error)) {
                continue;
            }
            folder->add(it->path());
        }
        if (error) {
            return invalid_input("http.static_root", config.root + ": " + error.message());
        }
        folder->pair_compressed();
        return std::shared_ptr<const Folder>{folder};
    }

    void answer(const Request& request, Reply reply) const {
        const auto path = url_decode(request.path);
        const Entry* entry = path ? find(*path) : nullptr;
        if (entry == nullptr) {
            return reply.fail(not_found("http.no_route"));
        }
        Headers headers{{"Cache-Control", entry->hashed ? "public, max-age=31536000, immutable" : "no-cache"}};
        if (entry->content_type.starts_with("text/html")) {
            headers.push_back({"Content-Security-Policy", content_security_policy(request.header("Host"))});
        }
        FileBody body;
        body.path = entry->path;
        body.content_type = entry->content_type;
        if (entry->has_gzip || entry->has_brotli) {
            headers.push_back({"Vary", "Accept-Encoding"});
            const auto accepted = request.header("Accept-Encoding");
            // A range of a compressed file would be a range of other bytes than the player asked for.
            if (entry->has_brotli && list_has(accepted, "br")) {
                body.path += ".br";
                headers.push_back({"Content-Encoding", "br"});
            } else if (entry->has_gzip && list_has(accepted, "gzip")) {
                body.path += ".gz";
                headers.push_back({"Content-Encoding", "gzip"});
            }
        }
        reply.file(std::move(body), std::move(headers));
    }

  private:
    void add(const fs::path& file) {
        const auto name = "/" + file.lexically_relative(config_.root).generic_string();
        entries_[name] = {file.string(), std::string{content_type_of(name)}, has_hash(name), false, false};
    }

    void pair_compressed() {
        for (auto& [name, entry] : entries_) {
            entry.has_gzip = entries_.contains(name + ".gz");
            entry.has_brotli = entries_.contains(name + ".br");
        }
    }

    const Entry* find(const std::string& path) const {
        if (const auto it = entries_.find(path); it != entries_.end()) {
            return &it->second;
        }
        const bool page = std::none_of(config_.not_pages.begin(), config_.not_pages.end(),
                                       [&](const auto& prefix) { return path.starts_with(prefix); });
        const auto it = entries_.find("/" + config_.index);
        return page && it != entries_.end() ? &it->second : nullptr;
    }

    StaticFilesConfig config_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace

Result<Handler> static_files(const StaticFilesConfig& config) {
    YH_TRY(const auto folder, Folder::create(config));
    return Handler{[folder](const Request& request, Reply reply) { folder->answer(request, std::move(reply)); }};
}

}  // namespace yh::http
