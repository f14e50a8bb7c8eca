#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/schema.h"
#include "office/settings/config_change.h"

// How the configuration's routes read and write bodies.
namespace yh::office::settings {

/// Reads the body; what it does not name keeps the default of the site file. Answers what is wrong: 400 for text that
/// is no JSON, else 422 with the field.
template <class T>
std::optional<T> config_body(const http::Request& request, http::Reply& reply,
                             JsonAbsent absent = JsonAbsent::KeepsDefault) {
    auto read = from_json<T>(request.body, absent);
    if (read.ok()) {
        return *std::move(read);
    }
    const auto& error = read.error();
    const auto colon = error.detail.find(": ");
    if (error.code == "json.syntax" || colon == std::string::npos) {
        reply.fail(error);
    } else {
        refuse_fields(reply, {{error.detail.substr(0, colon), error.code}});
    }
    return std::nullopt;
}

/// Answers why a change was not made: trouble of the database, a refusal with what belongs to it, fields that are no
/// good. False: it was made. `Saved` has `refusal` and `problems`.
template <class Saved>
bool answer_refused(http::Reply& reply, Result<Saved>& saved) {
    if (!saved.ok()) {
        reply.fail(std::move(saved).error());
    } else if (saved->refusal) {
        reply.fail(*std::move(saved->refusal), std::move(saved->problems));
    } else if (!saved->problems.empty()) {
        refuse_fields(reply, std::move(saved->problems));
    } else {
        return false;
    }
    return true;
}

/// `{"items":[…]}`: a whole configuration list, without pages.
template <class T>
void answer_items(http::Reply& reply, const std::vector<T>& items) {
    std::string text = R"({"items":)";
    append_json(text, items);
    text += '}';
    reply.json(std::move(text));
}

template <class T>
http::Schema items_of() {
    auto made = http::schema_of<std::vector<T>>();
    made.text = R"({"type":"object","properties":{"items":)" + made.text + R"(},"required":["items"]})";
    return made;
}

}  // namespace yh::office::settings
