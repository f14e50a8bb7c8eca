#include <algorithm>

#include "office/crm/setting_names.h"
#include "office/customers/pools/act_store.h"

// What a wish says, before anything is done with it.
namespace yh::office::customers {

namespace {

Result<std::optional<std::int64_t>> worker_of(db::Connection& connection, const Asker& asker,
                                              const std::string& number) {
    return connection.row<std::int64_t>(
        "SELECT id FROM users WHERE tenant_id = ? AND number = ? AND status = 'active' AND deleted_at_ms IS NULL",
        asker.who.tenant, number);
}

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::optional<Error> what_is_wrong(const Asker& asker, const ActionWish& wish, std::int64_t now_ms) {
    constexpr std::size_t longest_note = 500;
    constexpr std::size_t longest_plan = 3000;
    const auto& book = asker.book();
    switch (wish.action) {
        case ActionKind::GiveUp:
            return wish.note.size() > longest_note ? std::optional{invalid_input("customer.too_long")} : std::nullopt;
        case ActionKind::Stage:
            return crm::has_stage(book, wish.stage) ? std::nullopt : std::optional{invalid_input("crm.unknown_stage")};
        case ActionKind::Group:
            return !wish.group || std::ranges::find(book.groups, wish.group, &crm::Group::id) != book.groups.end()
                       ? std::nullopt
                       : std::optional{invalid_input("crm.unknown_group")};
        case ActionKind::Tags: {
            const bool one = wish.how != TagsHow::ReplaceOne || (wish.tags.size() == 1 && wish.by_tag);
            const bool some = wish.how == TagsHow::ReplaceAll || !wish.tags.empty();
            return one && some ? std::nullopt : std::optional{invalid_input("action.no_tags")};
        }
        case ActionKind::Plan:
            if (!wish.plan || is_blank(wish.plan->content) || wish.plan->content.size() > longest_plan) {
                return invalid_input("task.content");
            }
            return wish.plan->due_at_ms < now_ms ? std::optional{invalid_input("task.too_early")} : std::nullopt;
        default:
            return std::nullopt;
    }
}

}  // namespace

Result<Prepared> prepare(db::Connection& connection, const Asker& asker, const ActionWish& wish, std::int64_t now_ms) {
    Prepared prepared;
    prepared.refusal = what_is_wrong(asker, wish, now_ms);
    if (prepared.refusal) {
        return prepared;
    }
    if (wish.action == ActionKind::ChangeOwner || wish.action == ActionKind::Assign) {
        YH_TRY(const auto owner, worker_of(connection, asker, wish.owner));
        if (!owner) {
            prepared.refusal = not_found("user.unknown");
        }
        prepared.owner = owner.value_or(0);
    }
    for (const auto& number : wish.plan ? wish.plan->people : std::vector<std::string>{}) {
        YH_TRY(const auto person, worker_of(connection, asker, number));
        if (!person) {
            prepared.refusal = not_found("user.unknown");
        } else if (*person != asker.who.user.value &&
                   std::ranges::find(prepared.people, *person) == prepared.people.end()) {
            prepared.people.push_back(*person);
        }
    }
    return prepared;
}

}  // namespace yh::office::customers
