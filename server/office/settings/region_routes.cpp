#include "office/settings/region_routes.h"

#include <boost/describe/class.hpp>
#include <filesystem>
#include <memory>
#include <utility>

#include "base/log.h"
#include "http/text.h"
#include "office/answer.h"
#include "office/lists/list_route.h"
#include "office/lists/region_file.h"
#include "office/lists/region_table.h"
#include "office/settings/config_body.h"

namespace yh::office::settings {

namespace {

namespace fs = std::filesystem;
using lists::share;

constexpr std::uint64_t largest_bytes = 20 * 1024 * 1024;

struct RegionsView {
    bool built_in = true;
    std::int64_t prefixes = 0;
    std::optional<std::int64_t> changed_at_ms;  ///< of the own table
    std::optional<std::string> number;          ///< that was asked for
    std::string region;                         ///< where it belongs; empty: not known
};
BOOST_DESCRIBE_STRUCT(RegionsView, (), (built_in, prefixes, changed_at_ms, number, region))

RegionsView view_of(const std::string& file) {
    RegionsView view;
    view.built_in = lists::has_built_in_regions();
    view.prefixes = static_cast<std::int64_t>(lists::regions_in_use().prefixes.size());
    std::error_code missing;
    const auto changed = fs::last_write_time(file, missing);
    if (!view.built_in && !missing) {
        const auto since = std::chrono::file_clock::to_sys(changed).time_since_epoch();
        view.changed_at_ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
    }
    return view;
}

/// Files are looked at by a thread that may wait.
template <class Do>
void act(Office& office, http::Reply reply, Do doing) {
    office.readers.read(
        office.home, [doing = std::move(doing)](db::Connection&) -> Result<RegionsView> { return doing(); },
        [reply = share(std::move(reply))](Result<RegionsView> view) {
            if (view.ok()) {
                answer(*reply, *view);
            } else if (view.error().kind == ErrorKind::InvalidInput) {
                const auto code = view.error().code;
                refuse_fields(*reply, {{"file", code}});
            } else {
                reply->fail(std::move(view).error());
            }
        });
}

void show(Office& office, const http::Request& request, http::Reply reply, const std::string& file) {
    act(office, std::move(reply),
        [file, number = request.arg("number"), language = request.language()]() -> Result<RegionsView> {
            auto view = view_of(file);
            if (number) {
                view.number = std::string{*number};
                view.region = lists::region_of(*number).in(language);
            }
            return view;
        });
}

void replace(Office& office, http::Request& request, http::Reply reply, const std::string& file) {
    std::shared_ptr<http::UploadedFile> upload = std::move(request.upload);
    if (!upload || upload->size_bytes() == 0) {
        refuse_fields(reply, {{"file", "regions.empty"}});
        return;
    }
    act(office, std::move(reply), [file, upload, user = people::asker(request).user]() -> Result<RegionsView> {
        YH_TRY(const auto count, lists::use_region_file(upload->path()));
        std::error_code failure;
        fs::rename(upload->path(), file, failure);
        if (failure) {
            return unavailable("http.upload_failed", failure.message());
        }
        upload->take();
        log().warn("regions.replaced", {{"prefixes", count}, {"user", user}});
        return view_of(file);
    });
}

void put_back(Office& office, const http::Request& request, http::Reply reply, const std::string& file) {
    act(office, std::move(reply), [file, user = people::asker(request).user]() -> Result<RegionsView> {
        std::error_code ignored;
        fs::remove(file, ignored);
        lists::use_built_in_regions();
        log().warn("regions.put_back", {{"user", user}});
        return view_of(file);
    });
}

}  // namespace

void load_own_regions(const std::string& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        return;
    }
    const auto used = lists::use_region_file(file);
    if (used.ok()) {
        log().info("regions.loaded", {{"prefixes", *used}});
    } else {
        log().error("regions.not_loaded", {{"code", used.error().code}, {"line", used.error().detail}});
    }
}

void add_region_routes(http::Router& router, Office& office, std::string file) {
    using http::Method;
    const auto with_file = [&office,
                            file](void (*does)(Office&, const http::Request&, http::Reply, const std::string&)) {
        return on_home(office, [file, does](Office& at, const http::Request& request, http::Reply reply) {
            does(at, request, std::move(reply), file);
        });
    };
    router.add({.pattern = "/api/v1/regions",
                .permission = people::rights::configure,
                .summary = {"The table of where numbers belong, and what it says of one", "号码归属地数据"},
                .query = {{"number"}},
                .response = http::schema_of<RegionsView>(),
                .handler = with_file(show)});
    router.add({.method = Method::Put,
                .pattern = "/api/v1/regions",
                .permission = people::rights::configure,
                .summary = {"Replace it by a file: prefix, Chinese and English name", "更新号码归属地数据"},
                .request = http::binary_schema("text/csv"),
                .response = http::schema_of<RegionsView>(),
                .body_limit_bytes = largest_bytes,
                .body_to = http::BodyTo::File,
                .handler = [&office, file](http::Request request, http::Reply reply) {
                    office.home.post([&office, file, request = std::move(request), reply = std::move(reply)]() mutable {
                        replace(office, request, std::move(reply), file);
                    });
                }});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/regions",
                .permission = people::rights::configure,
                .summary = {"Back to the table that the server came with", "恢复内置的号码归属地数据"},
                .response = http::schema_of<RegionsView>(),
                .handler = with_file(put_back)});
    router.add({.pattern = "/api/v1/regions/file",
                .permission = people::rights::configure,
                .summary = {"The table in use as a file", "下载号码归属地数据"},
                .response = http::binary_schema("text/csv"),
                .handler = [](const http::Request&, http::Reply reply) {
                    reply.send({.status = 200,
                                .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                                            {"Content-Disposition", http::content_disposition("regions.csv")},
                                            {"Cache-Control", "private, no-store"}},
                                .body = lists::region_csv()});
                }});
}

}  // namespace yh::office::settings
