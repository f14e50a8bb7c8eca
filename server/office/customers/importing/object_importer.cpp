#include "office/customers/importing/object_importer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/describe.h"
#include "base/json.h"
#include "model/telephone_number.h"
#include "office/customers/customer_check.h"
#include "office/customers/dedup/dedup_rules.h"
#include "office/customers/dedup/duplicate_store.h"

namespace yh::office::customers {

namespace {

using crm::ObjectKind;
using imports::Existing;
using imports::failed;
using imports::Fate;
using imports::Row;
using imports::RowFate;

std::vector<std::string> normal_numbers(const std::vector<DraftNumber>& numbers) {
    std::vector<std::string> normal;
    for (const auto& one : numbers) {
        auto number = model::normal_number(one.number);
        // Who writes a number twice in one cell has made another mistake, which is told at that row.
        if (std::ranges::find(normal, number) == normal.end()) {
            normal.push_back(std::move(number));
        }
    }
    return normal;
}

/// A living contact of this customer with this number.
Result<std::optional<std::int64_t>> find_contact(db::Connection& connection, std::int64_t tenant, std::int64_t parent,
                                                 const std::string& number) {
    return connection.row<std::int64_t>(
        "SELECT customers.id FROM customer_numbers JOIN customers ON customers.id = customer_numbers.customer_id WHERE "
        "customer_numbers.tenant_id = ? AND customer_numbers.number = ? AND customer_numbers.deleted_at_ms IS NULL AND "
        "customers.parent_id = ? AND customers.deleted_at_ms IS NULL ORDER BY customers.id LIMIT 1",
        tenant, number, parent);
}

}  // namespace

ObjectImporter::ObjectImporter(const Office& office, const people::SignedIn& who, crm::ObjectKind object,
                               imports::Existing existing)
    : object_{object}, existing_{existing}, gives_{who.rights().has(people::rights::assign_customers)} {
    asker_.who = who;
    asker_.mask = people::mask_for(who, *office.directory);
    asker_.seal = office.numbers;
    asker_.books = office.books;
    asker_.source = Source::Import;
    columns_ = columns_of(asker_.book(), object_, who);
    if (const auto* tenant = office.directory->find_tenant(who.tenant)) {
        levels_ = tenant->options.customer_level;
    }
}

std::vector<std::string> ObjectImporter::keys(const Row& row) const {
    CustomerDraft draft;
    draft.numbers = numbers_in(cell(row, Part::Numbers));
    auto keys = normal_numbers(draft.numbers);
    if (object_ == ObjectKind::Contact) {
        // One person may be the contact of several customers.
        for (auto& key : keys) {
            key += '\n' + cell(row, Part::Parent);
        }
    }
    if (!asker_.book().dedup_rules.empty()) {
        if (const auto made = read_row(row); made.whole) {
            std::ranges::move(file_keys(asker_.book(), object_, Compared{made.row, made.numbers}),
                              std::back_inserter(keys));
        }
    }
    return keys;
}

ObjectImporter::Read ObjectImporter::read_row(const Row& row) const {
    CustomerDraft draft;
    draft.numbers = numbers_in(cell(row, Part::Numbers));
    Read made;
    made.row.tenant_id = asker_.who.tenant.value;
    made.row.object = object_;
    for (const auto& number : normal_numbers(draft.numbers)) {
        made.numbers.emplace_back().number = number;
    }
    made.whole = !read(row, draft);
    if (made.whole) {
        made.row.name = draft.name;
        made.row.gender = draft.gender;
        made.row.level = draft.level;
        made.row.note = draft.note;
        made.row.fields = draft.fields ? to_json(*draft.fields) : "{}";
    }
    return made;
}

Result<std::vector<RowFate>> ObjectImporter::check(db::Connection&, std::span<const Row> rows) const {
    return std::vector<RowFate>(rows.size());  // never asked: it rehearses
}

Result<std::vector<RowFate>> ObjectImporter::carry_out(db::Connection& connection, std::span<const Row> rows,
                                                       std::span<const std::int64_t> ids,
                                                       const std::vector<std::string>&, std::int64_t now_ms) const {
    std::vector<std::vector<Mark>> marks;
    std::vector<Mark> all;
    for (const auto& row : rows) {
        const auto made = read_row(row);
        marks.push_back(marks_of(asker_.book(), made.row, made.numbers));
        std::ranges::copy(marks.back(), std::back_inserter(all));
    }
    YH_TRY(auto presence, Presence::look_up(connection, asker_.who.tenant, all));
    std::vector<RowFate> fates;
    Intake intake{connection, asker_, std::move(presence), fates, now_ms};
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const NewIds fresh{.customer = model::CustomerId{ids[2 * at]}, .history = ids[2 * at + 1]};
        YH_TRY(auto fate, take(connection, intake, rows[at], marks[at], fresh, now_ms));
        fates.push_back(std::move(fate));
        if (intake.has_counted()) {
            YH_CHECK(intake.settle());
        }
    }
    YH_CHECK(intake.settle());
    return fates;
}

// Calls that are up learn who is calling.
void ObjectImporter::on_portion(Office& office, std::span<const Row> rows, std::span<const RowFate> fates) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (fates[at].subject != 0) {
            office.desk.customer_changed(asker_.who.tenant, model::CustomerId{fates[at].subject},
                                         normal_numbers(numbers_in(cell(rows[at], Part::Numbers))));
        }
    }
}

std::optional<RowFate> ObjectImporter::read(const Row& row, CustomerDraft& draft) const {
    if (const auto wrong = read_cells(columns_, asker_.book(), object_, row, draft)) {
        return failed(invalid_input(wrong->code), wrong->field);
    }
    const auto& level = cell(row, Part::Level);
    if (!level.empty() && !levels_.empty() &&
        std::ranges::find(levels_, level, &model::CustomerLevel::name) == levels_.end()) {
        return failed(invalid_input("import.unknown_level"), "level");
    }
    if (draft.pool && !cell(row, Part::Owner).empty()) {
        return failed(invalid_input("import.owner_and_pool"), "pool");
    }
    if (const auto problems = check_draft(draft); !problems.empty()) {
        return failed_at(problems.front());
    }
    return std::nullopt;
}

/// The customer of a contact: by a number, else by a name that only one has.
Result<ObjectImporter::Known> ObjectImporter::find_parent(db::Connection& connection, const std::string& cell) const {
    if (cell.empty()) {
        return Known{{}, failed(invalid_input("config.required"), "parent")};
    }
    const auto number = model::normal_number(cell);
    if (model::is_telephone_number(number)) {
        YH_TRY(const auto holder, find_holder(connection, asker_.who.tenant, ObjectKind::Customer, number));
        if (holder) {
            return Known{holder, {}};
        }
    }
    YH_TRY(const auto named,
           connection.rows<std::int64_t>("SELECT id FROM customers WHERE tenant_id = ? AND object = 'customer' AND "
                                         "name = ? AND deleted_at_ms IS NULL ORDER BY id LIMIT 2",
                                         asker_.who.tenant, cell));
    if (named.size() == 1) {
        return Known{model::CustomerId{named.front()}, {}};
    }
    return Known{{}, failed(not_found(named.empty() ? "import.no_customer" : "import.several_customers"), "parent")};
}

/// Who has the row's numbers already; several who have: that is wrong.
Result<ObjectImporter::Known> ObjectImporter::find_known(db::Connection& connection, const Presence& presence,
                                                         const CustomerDraft& draft) const {
    Known known;
    for (const auto& number : normal_numbers(draft.numbers)) {
        if (!presence.may_have(Mark::number(number))) {
            continue;
        }
        std::optional<model::CustomerId> found;
        if (draft.parent) {
            YH_TRY(const auto contact, find_contact(connection, asker_.who.tenant.value, draft.parent->value, number));
            found = contact ? std::optional{model::CustomerId{*contact}} : std::nullopt;
        } else {
            YH_TRY(found, find_holder(connection, asker_.who.tenant, object_, number));
        }
        if (known.id && found && *known.id != *found) {
            return Known{{}, failed(conflict("import.several"), "numbers")};
        }
        known.id = found ? found : known.id;
    }
    return known;
}

Result<RowFate> ObjectImporter::take(db::Connection& connection, Intake& intake, const Row& row,
                                     const std::vector<Mark>& marks, NewIds ids, std::int64_t now_ms) const {
    if (intake.holds(marks)) {
        YH_CHECK(intake.settle());
    }
    CustomerDraft draft;
    draft.object = object_;
    draft.numbers = numbers_in(cell(row, Part::Numbers));
    std::vector<http::FieldProblem> problems;
    if (!draft.numbers.empty()) {
        check_numbers(draft.numbers, problems);
    }
    if (!problems.empty()) {
        return failed_at(problems.front());
    }
    if (object_ == ObjectKind::Contact) {
        YH_TRY(auto parent, find_parent(connection, cell(row, Part::Parent)));
        if (parent.wrong) {
            return *std::move(parent.wrong);
        }
        draft.parent = parent.id;
    }
    YH_TRY(auto known, find_known(connection, intake.presence(), draft));
    if (known.wrong) {
        return *std::move(known.wrong);
    }
    if (!known.id) {
        return add(connection, intake, row, std::move(draft), ids, now_ms);
    }
    if (existing_ == Existing::Skip) {
        return failed(conflict("customer.exists"), "numbers");
    }
    intake.note(marks);
    return change(connection, row, *known.id, draft, ids.history, now_ms);
}

Result<RowFate> ObjectImporter::add(db::Connection& connection, Intake& intake, const Row& row, CustomerDraft draft,
                                    NewIds ids, std::int64_t now_ms) const {
    namespace fields = people::fields;
    if (object_ != ObjectKind::Contact) {
        if (!levels_.empty() && asker_.who.fields.changes(fields::customer_level)) {
            draft.level = levels_.front().name;
        }
        // Whoever gives customers to others has not met those of a file: they are nobody's until somebody is named.
        if (gives_ && asker_.who.fields.changes(fields::customer_owner)) {
            draft.owner = "";
        }
        if (const auto& owner = cell(row, Part::Owner); !owner.empty()) {
            draft.owner = owner;
        }
    }
    if (auto wrong = read(row, draft)) {
        return *std::move(wrong);
    }
    YH_TRY(auto drafted, draft_customer(connection, asker_, draft, ids, now_ms, intake.presence()));
    // Fields that begin with a value may make it the same as something that waits.
    if (drafted.fresh && intake.holds(marks_of(asker_.book(), drafted.fresh->row, drafted.fresh->numbers))) {
        YH_CHECK(intake.settle());
        YH_TRY(drafted, draft_customer(connection, asker_, draft, ids, now_ms, intake.presence()));
    }
    if (!drafted.fresh) {
        return fate_of(std::move(drafted.refused), Fate::Added);
    }
    intake.add(*std::move(drafted.fresh));
    return RowFate{Fate::Added, {}, {}, ids.customer.value};
}

/// Cells that are empty leave what is there; numbers and tags are added to those that are known.
Result<RowFate> ObjectImporter::change(db::Connection& connection, const Row& row, model::CustomerId id,
                                       const CustomerDraft& written, std::int64_t history, std::int64_t now_ms) const {
    YH_TRY(const auto card, find_card(connection, asker_, id, Whose::InScope));
    if (!card) {
        return failed(not_found("import.out_of_sight"), "numbers");
    }
    CustomerDraft draft;
    draft.name = card->name;
    draft.gender = card->gender;
    draft.level = card->level;
    draft.note = card->note;
    for (const auto& one : card->numbers) {
        draft.numbers.push_back({one.number, one.kind});
    }
    YH_TRY(const auto stored, numbers_of(connection, id));
    for (const auto& one : written.numbers) {
        if (std::ranges::find(stored, model::normal_number(one.number)) == stored.end()) {
            draft.numbers.push_back(one);
        }
    }
    if (!cell(row, Part::Tags).empty()) {
        draft.tags.emplace();
        for (const auto& tag : card->tags) {
            const auto known = parse_id(tag.id);
            draft.tags->push_back(crm::SettingId{known.ok() ? *known : 0});
        }
    }
    if (auto wrong = read(row, draft)) {
        return *std::move(wrong);
    }
    if (draft.pool && (!card->pool || card->pool->id != draft.pool->text())) {
        return failed(conflict("import.only_new_into_pool"), "pool");
    }
    draft.pool.reset();
    const auto& owner = cell(row, Part::Owner);
    if (!owner.empty() && (!card->owner || card->owner->number != owner)) {
        draft.owner = owner;
    }
    YH_TRY(auto saved, change_customer(connection, asker_, id, draft, history, now_ms));
    YH_TRY(const auto version, connection.one<std::int64_t>("SELECT version FROM customers WHERE id = ?", id));
    return fate_of(std::move(saved), version == card->version ? Fate::Same : Fate::Changed);
}

}  // namespace yh::office::customers
