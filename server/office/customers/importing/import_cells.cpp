#include "office/customers/importing/import_cells.h"

#include <algorithm>
#include <utility>

#include "http/text.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"

namespace yh::office::customers {

namespace {

using Problem = std::optional<CellProblem>;

template <class T>
std::optional<crm::SettingId> id_named(const std::vector<T>& all, std::string_view name) {
    const auto found = std::ranges::find_if(all, [&](const T& one) { return http::same_text(one.name, name); });
    return found == all.end() ? std::nullopt : std::optional{found->id};
}

std::optional<crm::SettingId> tag_named(const crm::Book& book, crm::ObjectKind object, std::string_view name) {
    for (const auto& group : book.tag_groups) {
        if (group.object == object) {
            if (const auto tag = id_named(group.tags, name)) {
                return tag;
            }
        }
    }
    return std::nullopt;
}

Problem read_tags(const crm::Book& book, crm::ObjectKind object, const std::string& cell, CustomerDraft& draft) {
    for (const auto& name : parts_in(cell)) {
        const auto tag = tag_named(book, object, name);
        if (!tag) {
            return CellProblem{"tags", "crm.unknown_tag"};
        }
        if (!draft.tags) {
            draft.tags.emplace();
        }
        if (std::ranges::find(*draft.tags, *tag) == draft.tags->end()) {
            draft.tags->push_back(*tag);
        }
    }
    return std::nullopt;
}

Problem read_named(const crm::Book& book, crm::ObjectKind object, Part part, const std::string& cell,
                   CustomerDraft& draft) {
    if (part == Part::Stage) {
        draft.stage = id_named(book.stages, cell);
        return draft.stage ? Problem{} : CellProblem{"stage", "crm.unknown_stage"};
    }
    if (part == Part::Group) {
        draft.group = id_named(book.groups, cell);
        return draft.group ? Problem{} : CellProblem{"group", "crm.unknown_group"};
    }
    std::vector<crm::Pool> pools;
    std::ranges::copy_if(book.pools, std::back_inserter(pools),
                         [&](const crm::Pool& pool) { return pool.object == object; });
    draft.pool = id_named(pools, cell);
    return draft.pool ? Problem{} : CellProblem{"pool", "crm.unknown_pool"};
}

Problem read_own(const crm::Field& field, const std::string& cell, CustomerDraft& draft) {
    auto value = crm::value_in(field, cell);
    if (!value.ok()) {
        return CellProblem{"fields." + field.key, value.error().code};
    }
    if (!draft.fields) {
        draft.fields.emplace(JsonValue::Object{});
    }
    draft.fields->set(field.key, *std::move(value));
    return std::nullopt;
}

Problem read_cell(const crm::Book& book, crm::ObjectKind object, Part part, const crm::Field& field,
                  const std::string& cell, CustomerDraft& draft) {
    switch (part) {
        case Part::Name:
            draft.name = cell;
            return std::nullopt;
        case Part::Level:
            draft.level = cell;
            return std::nullopt;
        case Part::Note:
            draft.note = cell;
            return std::nullopt;
        case Part::Gender: {
            const auto gender = gender_in(cell);
            draft.gender = gender && *gender != Gender::Unknown ? *gender : draft.gender;
            return gender ? Problem{} : CellProblem{"gender", "import.unknown_word"};
        }
        case Part::Stage:
        case Part::Group:
        case Part::Pool:
            return read_named(book, object, part, cell, draft);
        case Part::Tags:
            return read_tags(book, object, cell, draft);
        case Part::Own:
            return read_own(field, cell, draft);
        case Part::Parent:
        case Part::Numbers:
        case Part::Owner:
            break;
    }
    return std::nullopt;
}

}  // namespace

std::vector<std::string> parts_in(std::string text) {
    for (const std::string_view other : {"；", "，", "、", ",", "|", "\n", "\r"}) {
        for (auto at = text.find(other); at != std::string::npos; at = text.find(other, at)) {
            text.replace(at, other.size(), ";");
        }
    }
    std::vector<std::string> parts;
    for (const auto part : http::split(text, ';')) {
        if (const auto trimmed = http::trimmed(part); !trimmed.empty()) {
            parts.emplace_back(trimmed);
        }
    }
    return parts;
}

std::vector<DraftNumber> numbers_in(std::string text) {
    constexpr std::string_view wide_colon = "：";
    for (auto at = text.find(wide_colon); at != std::string::npos; at = text.find(wide_colon)) {
        text.replace(at, wide_colon.size(), ":");
    }
    std::vector<DraftNumber> numbers;
    for (const auto& part : parts_in(std::move(text))) {
        const std::string_view whole{part};
        const auto colon = whole.find(':');
        const auto number = http::trimmed(colon == std::string_view::npos ? whole : whole.substr(colon + 1));
        if (!number.empty()) {
            numbers.push_back({std::string{number}, colon == std::string_view::npos
                                                        ? std::string{}
                                                        : std::string{http::trimmed(whole.substr(0, colon))}});
        }
    }
    return numbers;
}

std::optional<Gender> gender_in(const std::string& text) {
    if (text == "男" || text == "男性" || http::same_text(text, "male")) {
        return Gender::Male;
    }
    if (text == "女" || text == "女性" || http::same_text(text, "female")) {
        return Gender::Female;
    }
    const bool open = text.empty() || text == "未知" || text == "未选择" || http::same_text(text, "unknown");
    return open ? std::optional{Gender::Unknown} : std::nullopt;
}

std::optional<CellProblem> read_cells(const ObjectColumns& columns, const crm::Book& book, crm::ObjectKind object,
                                      const imports::Row& row, CustomerDraft& draft) {
    for (std::size_t at = 0; at < columns.parts.size(); ++at) {
        if (row.cells[at].empty()) {
            continue;
        }
        if (auto wrong = read_cell(book, object, columns.parts[at], columns.fields[at], row.cells[at], draft)) {
            return wrong;
        }
    }
    return std::nullopt;
}

}  // namespace yh::office::customers
