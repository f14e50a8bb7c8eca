#include "office/customers/customer_draft.h"

#include <algorithm>
#include <utility>

#include "office/crm/field_check.h"
#include "office/crm/setting_names.h"

namespace yh::office::customers {

using crm::ObjectKind;

NumberNeeded number_needed(const Asker& asker, ObjectKind object) {
    return crm::needs_number(asker.book(), object) ? NumberNeeded::Yes : NumberNeeded::No;
}

void apply_settings(const crm::Book& book, const CustomerDraft& draft, CustomerRow& row, Problems& problems) {
    if (draft.stage && row.object != ObjectKind::Contact) {
        if (!crm::has_stage(book, *draft.stage)) {
            problems.push_back({"stage", "crm.unknown_stage"});
        }
        if (const auto stage = crm::stored_stage(book, *draft.stage); stage != row.stage_id) {
            row.stage_id = stage;
            row.staged_at_ms = row.updated_at_ms;
        }
    }
    if (draft.group && row.object == ObjectKind::Customer) {
        if (*draft.group && std::ranges::find(book.groups, *draft.group, &crm::Group::id) == book.groups.end()) {
            problems.push_back({"group", "crm.unknown_group"});
        }
        row.group_id = *draft.group ? std::optional{draft.group->value} : std::nullopt;
    }
    if (draft.tags && row.object != ObjectKind::Contact) {
        const auto tags = crm::known_tags(book, row.object, *draft.tags);
        if (tags.size() != draft.tags->size()) {
            problems.push_back({"tags", "crm.unknown_tag"});
        }
        set_tags(row, tags);
    }
}

Result<void> apply_parent(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, CustomerRow& row,
                          Problems& problems) {
    if (row.object != ObjectKind::Contact) {
        return {};
    }
    const auto wanted = draft.parent ? draft.parent->value : row.parent_id.value_or(0);
    if (wanted == 0) {
        problems.push_back({"parent", "config.required"});
        return {};
    }
    if (wanted != row.parent_id) {
        YH_TRY(const auto parent, row_to_change(connection, asker, model::CustomerId{wanted}));
        if (!parent || parent->object != ObjectKind::Customer) {
            problems.push_back({"parent", "customer.unknown"});
        }
        row.parent_id = wanted;
    }
    return {};
}

Saved duplicate_of(Duplicate duplicate) {
    auto saved = refused(conflict("customer.duplicate"));
    saved.prompt = std::move(duplicate.prompt);
    if (duplicate.seen) {
        saved.other = duplicate.other;
    }
    return saved;
}

}  // namespace yh::office::customers
