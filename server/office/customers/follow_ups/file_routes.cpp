#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "base/utf8.h"
#include "office/answer.h"
#include "office/customers/follow_ups/attachment.h"
#include "office/customers/follow_ups/file_store.h"
#include "office/customers/follow_ups/routes.h"
#include "office/customers/route_parts.h"
#include "office/lists/list_route.h"

namespace yh::office::customers {

namespace {

namespace fs = std::filesystem;
using lists::share;
using lists::SharedReply;
namespace rights = people::rights;
using people::asker;

FollowUpFileId file_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return FollowUpFileId{id.ok() ? *id : 0};
}

/// The last part of a name, without what steers a terminal or a header: shown to people, never used as a path.
std::string shown_name(std::string_view name) {
    constexpr std::size_t longest_bytes = 120;
    const auto slash = name.find_last_of("/\\");
    std::string shown;
    for (auto rest = clean_utf8(slash == std::string_view::npos ? name : name.substr(slash + 1)); !rest.empty();) {
        const auto length = std::max<std::size_t>(utf8_length(rest), 1);
        const auto first = static_cast<unsigned char>(rest.front());
        if (shown.size() + length > longest_bytes) {
            break;
        }
        if (first >= ' ' && first != 0x7F) {
            shown += rest.substr(0, length);
        }
        rest.erase(0, length);
    }
    return shown.empty() || shown == "." || shown == ".." ? "-" : shown;
}

struct Upload {
    people::SignedIn who;
    FollowUpFile file;
    std::shared_ptr<http::UploadedFile> body;
    std::string root;

    std::string path() const { return root + '/' + attachment_path(who.tenant, file.id); }
};
using UploadPtr = std::shared_ptr<Upload>;

Result<bool> look(const UploadPtr& upload) {
    std::ifstream file{upload->body->path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    YH_TRY(const auto type, media_type_of(bytes));
    upload->file.media_type = type;
    upload->file.bytes = static_cast<std::int64_t>(bytes.size());
    return true;
}

// The folder of uploads and that of recordings may be two disks.
Result<bool> move_into_place(const UploadPtr& upload) {
    const auto path = upload->path();
    std::error_code failure;
    fs::create_directories(fs::path{path}.parent_path(), failure);
    fs::rename(upload->body->path(), path, failure);
    if (!failure) {
        upload->body->take();
        return true;
    }
    fs::copy_file(upload->body->path(), path, fs::copy_options::overwrite_existing, failure);
    if (failure) {
        std::error_code ignored;
        fs::remove(path, ignored);
        return unavailable("http.upload_failed", failure.message());
    }
    return true;
}

void remove_file(Office& office, const std::string& path) {
    office.readers.read(
        office.home,
        [file = office.recordings_root + '/' + path](db::Connection&) -> Result<bool> {
            std::error_code ignored;
            fs::remove(file, ignored);
            return true;
        },
        [](const Result<bool>&) {});
}

void place(Office& office, const UploadPtr& upload, const SharedReply& reply) {
    office.readers.read(
        office.home, [upload](db::Connection&) { return move_into_place(upload); },
        [&office, upload, reply](Result<bool> moved) {
            if (moved.ok()) {
                constexpr int created = 201;
                answer(*reply, upload->file, created);
                return;
            }
            office.writer.write(
                office.home,
                [upload](db::Connection& connection) { return drop_file(connection, upload->who, upload->file.id); },
                [reply, why = std::move(moved).error()](const Result<std::optional<std::string>>&) mutable {
                    reply->fail(std::move(why));
                });
        });
}

// The row comes first and the file after it: whatever happens between, a day later the row goes, and nothing is left.
void keep(Office& office, const UploadPtr& upload, const SharedReply& reply) {
    office.writer.write(
        office.home,
        [upload, now = to_ms(office.clock.wall())](db::Connection& connection) {
            return keep_file(connection, upload->who, upload->file, now);
        },
        [&office, upload, reply](Result<KeptFile> kept) {
            if (!kept.ok()) {
                reply->fail(std::move(kept).error());
                return;
            }
            for (const auto& path : kept->stale) {
                remove_file(office, path);
            }
            if (kept->refusal) {
                reply->fail(*std::move(kept->refusal));
            } else {
                place(office, upload, reply);
            }
        });
}

void upload(Office& office, const std::shared_ptr<IdMaker>& ids, http::Request& request, http::Reply reply) {
    const auto shared = share(std::move(reply));
    if (!request.upload || request.upload->size_bytes() == 0) {
        shared->fail(invalid_input("attachment.empty"));
        return;
    }
    auto made = std::make_shared<Upload>();
    made->who = asker(request);
    made->file.id = ids->make<FollowUpFileId>(to_ms(office.clock.wall()));
    made->file.name = shown_name(request.arg("name").value_or(""));
    made->body = std::move(request.upload);
    made->root = office.recordings_root;
    office.readers.read(
        office.home, [made](db::Connection&) { return look(made); },
        [&office, made, shared](Result<bool> looked) {
            if (looked.ok()) {
                keep(office, made, shared);
            } else {
                shared->fail(std::move(looked).error());
            }
        });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [asker = asker_of(office, request), id = file_of(request)](db::Connection& connection) {
            return find_file_of(connection, asker, id);
        },
        [root = office.recordings_root, tenant = asker(request).tenant, save = request.arg("download").has_value(),
         reply = share(std::move(reply))](Result<std::optional<FollowUpFile>> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            if (!*found) {
                reply->fail(not_found("attachment.unknown"));
                return;
            }
            const auto& file = **found;
            http::FileBody body;
            body.path = root + '/' + attachment_path(tenant, file.id);
            body.content_type = file.media_type;
            body.download_name = save || !is_shown_inline(file.media_type) ? file.name : "";
            reply->file(std::move(body), {{"Cache-Control", "private, no-cache"},
                                          {"X-Content-Type-Options", "nosniff"},
                                          {"Content-Security-Policy", "default-src 'none'; sandbox"}});
        });
}

void drop(Office& office, const http::Request& request, http::Reply reply) {
    office.writer.write(
        office.home,
        [who = asker(request), id = file_of(request)](db::Connection& connection) {
            return drop_file(connection, who, id);
        },
        [&office, reply = share(std::move(reply))](Result<std::optional<std::string>> path) {
            if (!path.ok()) {
                reply->fail(std::move(path).error());
            } else if (!*path) {
                reply->fail(not_found("attachment.unknown"));
            } else {
                remove_file(office, **path);
                reply->no_content();
            }
        });
}

}  // namespace

void add_follow_up_file_routes(http::Router& router, Office& office) {
    using http::Method;
    const auto ids = std::make_shared<IdMaker>();
    router.add({.method = Method::Post,
                .pattern = "/api/v1/follow-up-files",
                .permission = rights::edit_customers,
                .summary = {"A photo or file for a follow-up, at most 10 MB", "上传跟进附件"},
                .query = {{"name"}},
                .request = http::binary_schema("application/octet-stream"),
                .response = http::schema_of<FollowUpFile>(),
                .status = 201,
                .body_limit_bytes = largest_attachment_bytes,
                .body_to = http::BodyTo::File,
                .handler = [&office, ids](http::Request request, http::Reply reply) {
                    office.home.post([&office, ids, request = std::move(request), reply = std::move(reply)]() mutable {
                        upload(office, ids, request, std::move(reply));
                    });
                }});
    router.add({.pattern = "/api/v1/follow-up-files/{id}",
                .permission = rights::see_customers,
                .summary = {"What a follow-up has attached", "跟进附件"},
                .query = {{"download"}},
                .response = http::binary_schema("application/octet-stream"),
                .handler = on_home(office, show)});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/follow-up-files/{id}",
                .permission = rights::edit_customers,
                .summary = {"Take back what was uploaded and not yet saved", "移除未保存的附件"},
                .status = 204,
                .handler = on_home(office, drop)});
}

}  // namespace yh::office::customers
