#include "office/customers/dedup/duplicate_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <iterator>

#include "base/describe.h"
#include "office/crm/counterpart.h"
#include "office/customers/dedup/dedup_rules.h"
#include "office/lists/where.h"

namespace yh::office::customers {

namespace {

/// FNV-1a: what it finds is compared whole, so that two texts with one hash are no duplicates.
std::int64_t hash_of(std::string_view text) {
    constexpr std::uint64_t basis = 0xCBF29CE484222325ULL;
    constexpr std::uint64_t prime = 0x100000001B3ULL;
    auto hash = basis;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    }
    return std::bit_cast<std::int64_t>(hash);
}

/// A rule that looks through one kind of objects: its fields, and what they are called there.
struct Look {
    const crm::Book& book;
    const crm::DedupRule& rule;
    crm::ObjectKind object;
    std::vector<std::string> keys;
};

std::optional<Look> look_at(const crm::Book& book, const crm::DedupRule& rule, crm::ObjectKind object) {
    Look look{book, rule, object, {}};
    for (const auto& field : rule.fields) {
        auto key = crm::counterpart(book, rule.object, object, field);
        if (!key) {
            return std::nullopt;
        }
        look.keys.push_back(*std::move(key));
    }
    return look;
}

/// The table by whose index the rest is found, chosen so that no engine has to guess: numbers are the rarest, then own
/// texts, then names, then days.
struct Probe {
    std::string from;
    lists::Where where;
};

std::optional<Probe> probe_of(const Look& look, const Compared& wanted, std::int64_t tenant) {
    Probe probe;
    for (std::size_t at = 0; at < look.keys.size(); ++at) {
        if (look.keys[at] == "numbers") {
            probe.from = "customer_numbers AS probe CROSS JOIN customers";
            probe.where.add("probe.tenant_id = ?", tenant);
            std::string places;
            for (const auto& number : wanted.of("numbers")) {
                places += places.empty() ? "?" : ", ?";
                probe.where.params.push_back(db::Param::own_text(number));
            }
            probe.where.sql += fmt::format(
                " AND probe.number IN ({}) AND probe.deleted_at_ms IS NULL AND customers.id = probe.customer_id",
                places);
            return probe;
        }
    }
    for (std::size_t at = 0; at < look.keys.size(); ++at) {
        const auto* field = own_field(look.book, look.object, look.keys[at]);
        if (field != nullptr && is_hashed(*field)) {
            probe.from = "customer_keys AS probe CROSS JOIN customers";
            probe.where.add("probe.field_id = ? AND probe.hash = ? AND customers.id = probe.customer_id",
                            field->id.value, hash_of(wanted.of(look.rule.fields[at]).front()));
            return probe;
        }
    }
    for (std::size_t at = 0; at < look.keys.size(); ++at) {
        if (look.keys[at] == "name") {
            probe.from = "customers";
            probe.where.add("customers.name = ?", wanted.of(look.rule.fields[at]).front());
            return probe;
        }
    }
    for (std::size_t at = 0; at < look.keys.size(); ++at) {
        const auto* field = own_field(look.book, look.object, look.keys[at]);
        if (field != nullptr && field->type == crm::FieldType::Date) {
            probe.from = "customer_field_values AS probe CROSS JOIN customers";
            probe.where.add("probe.field_id = ? AND probe.value = ? AND customers.id = probe.customer_id",
                            field->id.value, wanted.of(look.rule.fields[at]).front());
            return probe;
        }
    }
    return std::nullopt;
}

void add_scope(lists::Where& where, const Asker& asker, crm::DedupScope scope) {
    if (scope == crm::DedupScope::Mine) {
        where.add("customers.owner_id = ?", asker.who.user.value);
    } else if (scope == crm::DedupScope::Pools) {
        where.add("customers.pool_id IS NOT NULL");
    }
}

/// Living objects that have the same in all fields of the rule, the oldest first.
Result<std::vector<std::int64_t>> same_as(db::Connection& connection, const Asker& asker, const Look& look,
                                          const CustomerRow& row, const Compared& wanted, crm::DedupScope scope,
                                          model::CustomerId lead = {}) {
    auto probe = probe_of(look, wanted, row.tenant_id);
    if (!probe) {
        return std::vector<std::int64_t>{};
    }
    auto& where = probe->where;
    where.add("customers.tenant_id = ?", row.tenant_id);
    where.add("customers.object = ?", std::string{enum_text(look.object)});
    where.add("customers.deleted_at_ms IS NULL AND customers.converted_to IS NULL AND customers.id NOT IN (?, ?)",
              row.id, lead.value);
    add_scope(where, asker, scope);
    for (std::size_t at = 0; at < look.keys.size(); ++at) {
        for (const std::string_view column : {"name", "level", "note", "gender"}) {
            if (look.keys[at] == column) {
                where.add(fmt::format("customers.{} = ?", column), wanted.of(look.rule.fields[at]).front());
            }
        }
    }
    // Numbers are compared by the probe; what is read back is compared in the rest.
    std::vector<std::int64_t> same;
    const std::vector<NumberRow> none;
    YH_CHECK(connection.each<CustomerRow>(
        fmt::format("SELECT customers.* FROM {}{} ORDER BY customers.id", probe->from, where.sql),
        [&](CustomerRow&& found) {
            const Compared other{found, none};
            for (std::size_t at = 0; at < look.keys.size(); ++at) {
                if (look.keys[at] != "numbers" &&
                    !Compared::is_same(wanted, look.rule.fields[at], other, look.keys[at])) {
                    return;
                }
            }
            if (same.empty() || same.back() != found.id) {
                same.push_back(found.id);
            }
        },
        where.params));
    return same;
}

bool has_all(const crm::DedupRule& rule, const Compared& wanted) {
    return !rule.fields.empty() &&
           std::ranges::none_of(rule.fields, [&](const std::string& key) { return wanted.of(key).empty(); });
}

bool has_changed(const crm::DedupRule& rule, const Compared& wanted, const Compared& before) {
    return std::ranges::any_of(rule.fields, [&](const std::string& key) { return wanted.of(key) != before.of(key); });
}

/// By what something may be found as the same in one field of a rule; nothing: not by this field.
std::vector<Mark> marks_in(const Look& look, std::size_t at, const Compared& wanted) {
    std::vector<Mark> marks;
    const auto* field = own_field(look.book, look.object, look.keys[at]);
    for (const auto& value : wanted.of(look.rule.fields[at])) {
        if (look.keys[at] == "numbers") {
            marks.push_back(Mark::number(value));
        } else if (look.keys[at] == "name") {
            marks.push_back(Mark::name(look.object, value));
        } else if (field != nullptr && is_hashed(*field)) {
            marks.push_back(Mark::key(field->id, hash_of(value)));
        } else if (field != nullptr && field->type == crm::FieldType::Date) {
            marks.push_back(Mark::day(field->id, value));
        }
    }
    return marks;
}

/// What is in no table in one field of the rule is nobody's duplicate.
bool may_be_there(const Look& look, const Compared& wanted, const Presence& presence) {
    for (std::size_t at = 0; at < look.keys.size(); ++at) {
        const auto marks = marks_in(look, at, wanted);
        if (!marks.empty() && std::ranges::none_of(marks, [&](const Mark& one) { return presence.may_have(one); })) {
            return false;
        }
    }
    return true;
}

std::vector<crm::ObjectKind> objects_of(const crm::DedupRule& rule) {
    return rule.against.empty() ? std::vector{rule.object} : rule.against;
}

}  // namespace

Result<std::optional<Duplicate>> find_duplicate(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                                                const std::vector<NumberRow>& numbers, const AsBefore* before,
                                                model::CustomerId lead, const Presence& presence) {
    const auto& book = asker.book();
    const Compared wanted{row, numbers};
    for (const auto& rule : book.dedup_rules) {
        if (!rule.enabled || rule.object != row.object || !has_all(rule, wanted) ||
            (before != nullptr && !has_changed(rule, wanted, {before->row, before->numbers}))) {
            continue;
        }
        for (const auto object : objects_of(rule)) {
            const auto look = look_at(book, rule, object);
            if (!look || !may_be_there(*look, wanted, presence)) {
                continue;
            }
            YH_TRY(const auto same, same_as(connection, asker, *look, row, wanted, rule.scope, lead));
            if (!same.empty()) {
                const model::CustomerId other{same.front()};
                YH_TRY(const bool seen, may_see(connection, asker, other));
                return std::optional{Duplicate{other, seen, prompt_of(book, rule, wanted)}};
            }
        }
    }
    return std::optional<Duplicate>{};
}

std::vector<Mark> marks_of(const crm::Book& book, const CustomerRow& row, const std::vector<NumberRow>& numbers) {
    const Compared wanted{row, numbers};
    std::vector<Mark> marks;
    std::ranges::transform(numbers, std::back_inserter(marks),
                           [](const NumberRow& one) { return Mark::number(one.number); });
    for (const auto& rule : book.dedup_rules) {
        for (const auto object : objects_of(rule)) {
            const auto look = rule.enabled && rule.object == row.object ? look_at(book, rule, object) : std::nullopt;
            for (std::size_t at = 0; look && at < look->keys.size(); ++at) {
                std::ranges::move(marks_in(*look, at, wanted), std::back_inserter(marks));
            }
        }
    }
    return marks;
}

Result<std::vector<model::CustomerId>> find_alike(db::Connection& connection, const Asker& asker,
                                                  const CustomerRow& row, const std::vector<NumberRow>& numbers,
                                                  std::size_t most) {
    const auto& book = asker.book();
    const Compared wanted{row, numbers};
    crm::DedupRule named;
    named.object = row.object;
    named.fields = {"name"};
    std::vector rules{named};
    std::ranges::copy_if(book.dedup_rules, std::back_inserter(rules),
                         [&](const crm::DedupRule& rule) { return rule.object == row.object; });
    if (row.object == crm::ObjectKind::Contact) {
        named.fields = {"numbers"};
        rules.push_back(std::move(named));
    }
    std::vector<std::int64_t> alike;
    for (const auto& rule : rules) {
        const auto look = look_at(book, rule, row.object);
        if (!look || !has_all(rule, wanted)) {
            continue;
        }
        YH_TRY(const auto same, same_as(connection, asker, *look, row, wanted, crm::DedupScope::All));
        for (const auto one : same) {
            if (alike.size() < most && std::ranges::find(alike, one) == alike.end()) {
                alike.push_back(one);
            }
        }
    }
    return std::vector<model::CustomerId>(alike.begin(), alike.end());
}

Result<std::vector<KeyRow>> key_rows(const crm::Book& book, const CustomerRow& row) {
    std::vector<KeyRow> rows;
    YH_TRY(const auto fields, JsonValue::parse(row.fields));
    for (const auto& field : book.fields) {
        const auto* value = field.object == row.object && is_hashed(field) ? fields.find(field.key) : nullptr;
        const auto text = value == nullptr ? std::string{} : compared_text(*value);
        if (!text.empty()) {
            rows.push_back({row.id, field.id.value, hash_of(text)});
        }
    }
    return rows;
}

Result<void> keep_keys(db::Connection& connection, const crm::Book& book, const CustomerRow& row) {
    // A row that was not there yet has none.
    if (row.version > 1) {
        YH_CHECK(connection.run("DELETE FROM customer_keys WHERE customer_id = ?", row.id));
    }
    YH_TRY(const auto rows, key_rows(book, row));
    YH_CHECK(connection.insert_all<KeyRow>("customer_keys", rows));
    return {};
}

}  // namespace yh::office::customers
