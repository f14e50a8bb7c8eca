#include "office/imports/routes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "office/answer.h"
#include "office/imports/route_parts.h"
#include "office/lists/list_route.h"

namespace yh::office::imports {

namespace {

using http::Method;
using lists::share;
using lists::SharedReply;
using people::asker;

constexpr std::uint64_t largest_bytes = 10 * 1024 * 1024;  // R124
constexpr int unprocessable = 422;
constexpr int accepted = 202;

/// Answers how the import is: 202 while something goes on.
void answer_import(Office& office, const lists::Reader& reader, ImportId id, const SharedReply& reply) {
    office.readers.read(
        office.home, [reader, id](db::Connection& connection) { return find_own(connection, reader, id); },
        [reply](Result<std::optional<ImportView>> found) {
            if (!found.ok() || !*found) {
                reply->fail(found.ok() ? not_found("import.unknown") : std::move(found).error());
                return;
            }
            const auto state = (*found)->state;
            const bool goes_on =
                state == ImportState::Checking || state == ImportState::Waiting || state == ImportState::Running;
            answer(*reply, **found, goes_on ? accepted : 200);
        });
}

/// What is wrong with a file: at the field "file", so that the page says it beside the file.
void refuse_file(Office& office, const Columns& columns, http::Language language, const SharedReply& reply,
                 Error error) {
    if (error.kind != ErrorKind::InvalidInput) {
        reply->fail(std::move(error));
        return;
    }
    auto named = error.detail;
    if (error.code == "import.no_column") {
        const auto column = std::ranges::find(columns.all, named, &Column::key);
        named = column == columns.all.end() ? named : std::string{text_of(column->title, language)};
    }
    auto sentence = office.sentence_of ? office.sentence_of(error, language) : std::string{error.code};
    if (const auto place = sentence.find("{}"); place != std::string::npos) {
        sentence.replace(place, 2, named);
    }
    std::vector<http::FieldProblem> fields{{"file", error.code, std::move(sentence)}};
    reply->send(
        {.status = unprocessable,
         .headers = {},
         .body = http::Failure{
             {ErrorKind::InvalidInput, "import.refused", std::move(error.detail)}, std::move(fields), unprocessable}});
}

void upload(Office& office, const Kind& kind, http::Request& request, http::Reply reply) {
    const auto existing = parse_enum<Existing>(request.arg("existing").value_or("skip"));
    if (!existing.ok()) {
        reply.fail(existing.error());
        return;
    }
    const auto language = request.language();
    const auto shared = share(std::move(reply));
    const auto columns = columns_of(kind, office, asker(request));
    if (!request.upload || request.upload->size_bytes() == 0) {
        refuse_file(office, *columns, language, shared, invalid_input("import.empty"));
        return;
    }
    ImportDesk::Wish wish{asker(request), shown_name(request.arg("name").value_or("")), *existing,
                          std::move(request.upload)};
    office.imports->check(
        kind, std::move(wish),
        [&office, columns, language, shared, reader = lists::reader_of(office, request)](Result<ImportId> id) {
            if (id.ok()) {
                answer_import(office, reader, *id, shared);
            } else {
                refuse_file(office, *columns, language, shared, std::move(id).error());
            }
        });
}

void show(Office& office, const http::Request& request, http::Reply reply) {
    answer_import(office, lists::reader_of(office, request), id_of(request), share(std::move(reply)));
}

void run(Office& office, const http::Request& request, http::Reply reply) {
    const auto reader = lists::reader_of(office, request);
    const auto id = id_of(request);
    office.readers.read(
        office.home, [reader, id](db::Connection& connection) { return find_own(connection, reader, id); },
        [&office, reader, id, reply = share(std::move(reply))](Result<std::optional<ImportView>> found) {
            if (!found.ok() || !*found) {
                reply->fail(found.ok() ? not_found("import.unknown") : std::move(found).error());
                return;
            }
            const auto* kind = office.imports->find_kind((*found)->kind);
            if (kind == nullptr || !may_import(*kind, reader.who)) {
                reply->fail({ErrorKind::Forbidden, "http.forbidden", (*found)->kind});
                return;
            }
            const auto state = (*found)->state;
            if (state == ImportState::Checking || state == ImportState::Cancelled || state == ImportState::Failed ||
                state == ImportState::Expired) {
                reply->fail(conflict("import.not_ready"));
                return;
            }
            office.imports->run(*kind, reader.who, **found, [&office, reader, reply](Result<ImportId> begun) {
                if (begun.ok()) {
                    answer_import(office, reader, *begun, reply);
                } else {
                    reply->fail(std::move(begun).error());
                }
            });
        });
}

void cancel(Office& office, const http::Request& request, http::Reply reply) {
    office.imports->cancel(asker(request).user, id_of(request), [reply = share(std::move(reply))](Result<bool> gone) {
        if (!gone.ok()) {
            reply->fail(std::move(gone).error());
        } else if (*gone) {
            reply->no_content();
        } else {
            reply->fail(not_found("import.ended"));
        }
    });
}

/// What a page says of a kind's columns.
struct ColumnView {
    std::string key;
    std::string title;
    std::string hint;
    bool required = false;
};
BOOST_DESCRIBE_STRUCT(ColumnView, (), (key, title, hint, required))
struct KindView {
    std::string title;
    std::int64_t most_rows = 0;
    std::vector<ColumnView> columns;
};
BOOST_DESCRIBE_STRUCT(KindView, (), (title, most_rows, columns))

/// An import is somebody's: a platform's key, which may configure, is nobody.
template <class Handler>
http::Handler for_persons(Handler handler) {
    return [handler = std::move(handler)](http::Request request, http::Reply reply) {
        if (asker(request).user) {
            handler(std::move(request), std::move(reply));
        } else {
            reply.fail({ErrorKind::Forbidden, "http.forbidden", {}});
        }
    };
}

void show_kind(const Office& office, const Kind& kind, const http::Request& request, http::Reply reply) {
    const auto columns = columns_of(kind, office, asker(request));
    const auto language = request.language();
    KindView view{std::string{text_of(kind.title, language)}, static_cast<std::int64_t>(kind.most_rows), {}};
    for (const auto& column : columns->all) {
        view.columns.push_back({std::string{column.key}, std::string{text_of(column.title, language)},
                                std::string{text_of(column.hint, language)}, column.required});
    }
    answer(reply, view);
}

}  // namespace

Result<std::optional<ImportView>> find_own(db::Connection& connection, const lists::Reader& reader, ImportId id) {
    YH_TRY(auto found, lists::find_row(connection, imports(), reader, id.value));
    return found && found->mine ? found : std::optional<ImportView>{};
}

ImportId id_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return ImportId{id.ok() ? *id : 0};
}

std::string shown_name(std::string_view name) {
    constexpr std::size_t longest = 120;
    const auto slash = name.find_last_of("/\\");
    const auto last = slash == std::string_view::npos ? name : name.substr(slash + 1);
    std::string shown;
    for (auto rest = clean_utf8(last); !rest.empty();) {
        const auto length = std::max<std::size_t>(utf8_length(rest), 1);
        const auto first = static_cast<unsigned char>(rest.front());
        if (shown.size() + length > longest) {
            break;
        }
        if (first >= ' ' && first != 0x7F) {
            shown += rest.substr(0, length);
        }
        rest.erase(0, length);
    }
    return shown.empty() || shown == "." || shown == ".." ? "-" : shown;
}

void add_kind(http::Router& router, Office& office, Kind declared) {
    const auto& kind = office.imports->add_kind(std::move(declared));
    const auto pattern = "/api/v1/imports/" + std::string{kind.name};
    router.add({.method = Method::Post,
                .pattern = pattern,
                .permission = kind.right,
                .summary = {"Upload a table (csv, xlsx); nothing is taken in before it is run",
                            "上传导入文件（csv、xlsx），先检查后导入"},
                .query = {{"name"}, {"existing"}},
                .request = http::binary_schema("application/octet-stream"),
                .response = http::schema_of<ImportView>(),
                .body_limit_bytes = largest_bytes,
                .body_to = http::BodyTo::File,
                .handler = for_persons([&office, &kind](http::Request request, http::Reply reply) {
                    if (!may_import(kind, asker(request))) {
                        reply.fail({ErrorKind::Forbidden, "http.forbidden", {}});
                        return;
                    }
                    office.home.post(
                        [&office, &kind, request = std::move(request), reply = std::move(reply)]() mutable {
                            upload(office, kind, request, std::move(reply));
                        });
                })});
    router.add(
        {.pattern = pattern + "/columns",
         .permission = kind.right,
         .summary = {"What may stand in a table of this kind", "导入字段说明"},
         .response = http::schema_of<KindView>(),
         .handler = for_persons(on_home(office, [&kind](Office& at, const http::Request& request, http::Reply reply) {
             show_kind(at, kind, request, std::move(reply));
         }))});
    router.add(
        {.pattern = pattern + "/template",
         .permission = kind.right,
         .summary = {"A table with nothing but its head", "下载导入模板"},
         .query = {{"format"}},
         .response = http::binary_schema("application/octet-stream"),
         .handler = for_persons(on_home(office, [&kind](Office& at, const http::Request& request, http::Reply reply) {
             send_template(at, kind, request, std::move(reply));
         }))});
}

void add_routes(http::Router& router, Office& office) {
    office.imports = std::make_shared<ImportDesk>(office);
    office.imports->start();
    lists::add_list(router, office, imports());
    const std::string one = "/api/v1/imports/{id}";
    router.add({.pattern = one,
                .permission = http::signed_in,
                .summary = {"One of my imports", "我的导入任务"},
                .response = http::schema_of<ImportView>(),
                .handler = on_home(office, show)});
    router.add({.method = Method::Post,
                .pattern = one + "/run",
                .permission = http::signed_in,
                .summary = {"Take the rows in, or go on where it stopped; a second time changes nothing",
                            "开始导入或继续导入（重复提交无影响）"},
                .response = http::schema_of<ImportView>(),
                .handler = on_home(office, run)});
    router.add({.method = Method::Delete,
                .pattern = one,
                .permission = http::signed_in,
                .summary = {"Give it up; rows that are in stay", "取消导入（已导入的行保留）"},
                .status = 204,
                .handler = on_home(office, cancel)});
    router.add({.pattern = one + "/failures",
                .permission = http::signed_in,
                .summary = {"The rows that were not taken in, and why", "导入失败的行"},
                .query = {{"after", "integer"}},
                .response = http::schema_of<FailedRows>(),
                .handler = on_home(office, show_failures)});
    router.add({.pattern = one + "/failures/file",
                .permission = http::signed_in,
                .summary = {"The same as a table, to be mended and uploaded again", "下载导入失败的行"},
                .query = {{"format"}},
                .response = http::binary_schema("application/octet-stream"),
                .handler = on_home(office, download_failures)});
}

}  // namespace yh::office::imports
