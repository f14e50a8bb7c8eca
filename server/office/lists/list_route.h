#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/router.h"
#include "http/text.h"
#include "office/answer.h"
#include "office/lists/list_store.h"
#include "office/office.h"

// The routes of lists.
namespace yh::office::lists {

using SharedReply = std::shared_ptr<http::Reply>;

inline SharedReply share(http::Reply&& reply) {
    return std::make_shared<http::Reply>(std::move(reply));
}

/// Runs `find` on a reader and answers what it found.
template <class Find>
void answer_found(Office& office, http::Reply reply, Find find) {
    office.readers.read(office.home, std::move(find), [reply = share(std::move(reply))](auto found) {
        if (found.ok()) {
            answer(*reply, *found);
        } else {
            reply->fail(std::move(found).error());
        }
    });
}

/// What a list's query may hold, for the document.
std::vector<http::QueryArg> documented_args(const List& list);

/// `?format=csv`: the whole list as text at once, for programs. Pages ask for a job instead (office/jobs).
void answer_csv(Office& office, const List& list, const http::Request& request, Asked asked, http::Reply reply);

/// Whether the asker may have it as a file; if not, that is answered.
bool may_export(const List& list, const http::Request& request, http::Reply& reply);

/// GET /api/v1/<name>. The query is read first, so that a wrong one costs nothing. `listing` is copied, its list must
/// outlive the router.
template <class Row, class Read>
void add_list(http::Router& router, Office& office, const Listing<Row, Read>& listing) {
    const auto& list = listing.list;
    office.lists.push_back(&list);
    router.add({.method = http::Method::Get,
                .pattern = "/api/v1/" + std::string{list.name},
                .permission = list.permission,
                .summary = {list.title.english, list.title.chinese},
                .query = documented_args(list),
                .response = http::schema_of<Page<Row>>(),
                .handler = on_home(office, [listing](Office& at, const http::Request& request, http::Reply reply) {
                    auto asked = read_query(listing.list, request.query, reader_of(at, request));
                    if (!asked.ok()) {
                        reply.fail(std::move(asked).error());
                    } else if (request.arg("format") == "csv") {
                        answer_csv(at, listing.list, request, *std::move(asked), std::move(reply));
                    } else {
                        answer_found(at, std::move(reply),
                                     [listing, asked = *std::move(asked)](db::Connection& connection) {
                                         return find_page(connection, listing, asked);
                                     });
                    }
                })});
}

}  // namespace yh::office::lists
