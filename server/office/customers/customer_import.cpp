#include "office/customers/customer_import.h"

#include <algorithm>
#include <array>
#include <utility>

#include "http/text.h"
#include "model/telephone_number.h"
#include "office/customers/customer_fields.h"
#include "office/customers/customer_store.h"
#include "office/imports/routes.h"

namespace yh::office::customers {

namespace {

using imports::Column;
using imports::Existing;
using imports::failed;
using imports::Fate;
using imports::Row;
using imports::RowFate;
namespace fields = people::fields;

enum Place : std::size_t { Name, Numbers, GenderWord, Level, Owner, Note };
constexpr std::array columns{
    Column{"name", {"客户名称", "Name"}, {"必填", "Required"}, true, false, "姓名|名称|客户姓名"},
    Column{"numbers",
           {"电话", "Numbers"},
           {"必填；多个号码用分号隔开，可注明类型，如 手机:13800000000;公司:02088880000",
            "Required; several are separated by semicolons, with a kind in front if you like: mobile:13800000000"},
           true,
           false,
           "电话号码|号码|手机|手机号|联系电话|phone|number"},
    Column{"gender", {"性别", "Gender"}, {"男、女，或留空", "male, female, or empty"}},
    Column{.key = "level",
           .title = {"客户类型", "Type"},
           .hint = {"通话选项里的客户类型；留空为第一种", "One of the company's types; empty: the first"},
           .other_names = "类型|type|level"},
    Column{.key = "owner",
           .title = {"所属人工号", "Owner"},
           .hint = {"坐席的工号；留空表示暂不分配", "The number of an employee; empty: nobody's yet"},
           .other_names = "所属人|工号|分配坐席"},
    Column{.key = "note", .title = {"备注", "Note"}, .hint = {"可留空", "May be empty"}, .other_names = "说明|remark"}};

/// "手机:138…;公司：020…" (R136).
std::vector<DraftNumber> numbers_in(std::string text) {
    for (const std::string_view other : {"；", "，", "、", ",", "|", "\n", "\r"}) {
        for (auto at = text.find(other); at != std::string::npos; at = text.find(other, at)) {
            text.replace(at, other.size(), ";");
        }
    }
    constexpr std::string_view wide_colon = "：";
    for (auto at = text.find(wide_colon); at != std::string::npos; at = text.find(wide_colon)) {
        text.replace(at, wide_colon.size(), ":");
    }
    std::vector<DraftNumber> numbers;
    for (const auto part : http::split(text, ';')) {
        const auto colon = part.find(':');
        const auto number = http::trimmed(colon == std::string_view::npos ? part : part.substr(colon + 1));
        if (!number.empty()) {
            numbers.push_back({std::string{number}, colon == std::string_view::npos
                                                        ? std::string{}
                                                        : std::string{http::trimmed(part.substr(0, colon))}});
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

/// What a row wants: a new customer, or a change of this one.
struct Plan {
    RowFate fate;
    CustomerDraft draft;
    std::optional<model::CustomerId> id;
};

Plan refused(RowFate fate) {
    return {std::move(fate), {}, {}};
}

/// Of the fields of a draft: "numbers[0].number" is the column numbers.
RowFate failed_at(const http::FieldProblem& problem) {
    return failed(invalid_input(problem.code), std::string_view{problem.field}.substr(0, problem.field.find('[')));
}

RowFate fate_of(Saved saved, Fate done) {
    if (!saved.problems.empty()) {
        return failed_at(saved.problems.front());
    }
    if (saved.refusal) {
        const auto field = saved.other ? "numbers" : saved.refusal->code == "user.unknown" ? "owner" : "";
        return failed(*std::move(saved.refusal), field);
    }
    return {done, {}, {}, saved.id.value};
}

class CustomerImporter final : public imports::Importer {
  public:
    CustomerImporter(const Office& office, const people::SignedIn& who, Existing existing)
        : existing_{existing}, gives_{who.rights().has(people::rights::assign_customers)} {
        asker_.who = who;
        asker_.mask = people::mask_for(who, *office.directory);
        asker_.seal = office.numbers;
        const auto* tenant = office.directory->find_tenant(who.tenant);
        if (tenant != nullptr) {
            levels_ = tenant->options.customer_level;
        }
    }

    std::vector<std::string> keys(const Row& row) const override {
        std::vector<std::string> keys;
        for (const auto& one : numbers_in(row.cells[Numbers])) {
            auto key = model::normal_number(one.number);
            // Who writes a number twice in one cell has made another mistake, which is told at that row.
            if (std::ranges::find(keys, key) == keys.end()) {
                keys.push_back(std::move(key));
            }
        }
        return keys;
    }

    Result<std::vector<RowFate>> check(db::Connection& connection, std::span<const Row> rows) const override {
        std::vector<RowFate> fates;
        for (const auto& row : rows) {
            YH_TRY(auto planned, plan(connection, row));
            fates.push_back(std::move(planned.fate));
        }
        return fates;
    }

    Result<std::vector<RowFate>> carry_out(db::Connection& connection, std::span<const Row> rows,
                                           std::span<const std::int64_t> ids, const std::vector<std::string>&,
                                           std::int64_t now_ms) const override {
        std::vector<RowFate> fates;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            YH_TRY(auto planned, plan(connection, rows[at]));
            if (planned.fate.fate == Fate::Added) {
                YH_TRY(auto saved, create_customer(connection, asker_, planned.draft,
                                                   {model::CustomerId{ids[2 * at]}, ids[2 * at + 1]}, now_ms));
                planned.fate = fate_of(std::move(saved), Fate::Added);
            } else if (planned.fate.fate == Fate::Changed) {
                YH_TRY(auto saved,
                       change_customer(connection, asker_, *planned.id, planned.draft, ids[2 * at], now_ms));
                planned.fate = fate_of(std::move(saved), Fate::Changed);
            }
            fates.push_back(std::move(planned.fate));
        }
        return fates;
    }

    // Calls that are up learn who is calling.
    void on_portion(Office& office, std::span<const Row> rows, std::span<const RowFate> fates) override {
        for (std::size_t at = 0; at < rows.size(); ++at) {
            if (fates[at].subject != 0) {
                office.desk.customer_changed(asker_.who.tenant, model::CustomerId{fates[at].subject}, keys(rows[at]));
            }
        }
    }

  private:
    /// What is written in the row, apart from the owner; a text that means nothing is a failure.
    std::optional<RowFate> read(const Row& row, CustomerDraft& draft) const {
        const auto gender = gender_in(row.cells[GenderWord]);
        if (!gender) {
            return failed(invalid_input("import.unknown_word"), "gender");
        }
        const auto& level = row.cells[Level];
        if (!level.empty() && !levels_.empty() &&
            std::ranges::find(levels_, level, &model::CustomerLevel::name) == levels_.end()) {
            return failed(invalid_input("import.unknown_level"), "level");
        }
        const auto overlay = [](std::string& field, const std::string& cell) { field = cell.empty() ? field : cell; };
        overlay(draft.name, row.cells[Name]);
        overlay(draft.level, level);
        overlay(draft.note, row.cells[Note]);
        draft.gender = *gender == Gender::Unknown ? draft.gender : *gender;
        if (const auto problems = check_draft(draft); !problems.empty()) {
            return failed_at(problems.front());
        }
        return std::nullopt;
    }

    /// A wished owner that there is, and whom the asker may give customers to.
    Result<std::optional<RowFate>> check_owner(db::Connection& connection, const std::string& number,
                                               const std::string& now) const {
        if (number.empty() || number == now) {
            return std::optional<RowFate>{};
        }
        YH_TRY(const auto known,
               connection.row<std::int64_t>(
                   "SELECT id FROM users WHERE tenant_id = ? AND number = ? AND deleted_at_ms IS NULL",
                   asker_.who.tenant, number));
        if (!known) {
            return std::optional{failed(not_found("user.unknown"), "owner")};
        }
        if (!gives_ && *known != asker_.who.user.value) {
            return std::optional{failed({ErrorKind::Forbidden, "customer.owner_not_yours", {}}, "owner")};
        }
        return std::optional<RowFate>{};
    }

    Result<Plan> plan(db::Connection& connection, const Row& row) const {
        const auto numbers = numbers_in(row.cells[Numbers]);
        std::vector<http::FieldProblem> problems;
        const auto checked = check_numbers(numbers, problems);
        if (!problems.empty()) {
            return refused(failed_at(problems.front()));
        }
        std::optional<model::CustomerId> known;
        for (const auto& one : checked) {
            YH_TRY(const auto found, find_by_number(connection, asker_.who.tenant, one.number));
            if (known && found && *known != *found) {
                return refused(failed(conflict("import.several"), "numbers"));
            }
            known = found ? found : known;
        }
        if (known) {
            return existing_ == Existing::Skip ? refused(failed(conflict("customer.exists"), "numbers"))
                                               : plan_change(connection, row, *known, numbers);
        }
        return plan_new(connection, row, numbers);
    }

    Result<Plan> plan_new(db::Connection& connection, const Row& row, const std::vector<DraftNumber>& numbers) const {
        Plan plan;
        plan.draft.numbers = numbers;
        if (!levels_.empty() && asker_.who.fields.changes(fields::customer_level)) {
            plan.draft.level = levels_.front().name;
        }
        // Whoever gives customers to others has not met those of a file: they are nobody's until somebody is named.
        if (gives_ && asker_.who.fields.changes(fields::customer_owner)) {
            plan.draft.owner = "";
        }
        if (!row.cells[Owner].empty()) {
            plan.draft.owner = row.cells[Owner];
        }
        if (auto wrong = read(row, plan.draft)) {
            return refused(*std::move(wrong));
        }
        YH_TRY(auto wrong_owner, check_owner(connection, row.cells[Owner], asker_.who.number));
        if (wrong_owner) {
            return refused(*std::move(wrong_owner));
        }
        const CardAsItIs blank{plan.draft.name, {}, {}, {}, asker_.who.number, JsonValue{JsonValue::Object{}}};
        auto held = plan.draft;
        if (const auto kept = keep_fixed(asker_.who.fields, blank, held); !kept.empty()) {
            return refused(failed_at(kept.front()));
        }
        plan.fate.fate = Fate::Added;
        return plan;
    }

    /// Cells that are empty leave what is there; numbers are added to those that are known.
    Result<Plan> plan_change(db::Connection& connection, const Row& row, model::CustomerId id,
                             const std::vector<DraftNumber>& numbers) const {
        YH_TRY(const auto card, find_card(connection, asker_, id, Whose::InScope));
        if (!card) {
            return refused(failed(not_found("import.out_of_sight"), "numbers"));
        }
        CustomerDraft before;
        before.name = card->name;
        before.gender = card->gender;
        before.level = card->level;
        before.note = card->note;
        for (const auto& one : card->numbers) {
            before.numbers.push_back({one.number, one.kind});
        }
        Plan plan;
        plan.id = id;
        plan.draft = before;
        if (auto wrong = read(row, plan.draft)) {
            return refused(*std::move(wrong));
        }
        YH_TRY(const auto stored, numbers_of(connection, id));
        for (const auto& one : numbers) {
            if (std::ranges::find(stored, model::normal_number(one.number)) == stored.end()) {
                plan.draft.numbers.push_back(one);
            }
        }
        const auto owner = card->owner ? card->owner->number : std::string{};
        const auto& wanted = row.cells[Owner];
        YH_TRY(auto wrong_owner, check_owner(connection, wanted, owner));
        if (wrong_owner) {
            return refused(*std::move(wrong_owner));
        }
        if (!wanted.empty() && wanted != owner) {
            plan.draft.owner = wanted;
        }
        const bool same = plan.draft.name == before.name && plan.draft.gender == before.gender &&
                          plan.draft.level == before.level && plan.draft.note == before.note &&
                          plan.draft.numbers.size() == before.numbers.size() && !plan.draft.owner;
        plan.fate.fate = same ? Fate::Same : Fate::Changed;
        return plan;
    }

    const Existing existing_;
    const bool gives_;
    Asker asker_;
    std::vector<model::CustomerLevel> levels_;
};

}  // namespace

void add_customer_import(http::Router& router, Office& office) {
    imports::Kind kind;
    kind.name = "customers";
    kind.title = {"客户", "Customers"};
    kind.right = people::rights::import_customers;
    kind.columns = columns;
    kind.make = [](const Office& at, const people::SignedIn& who, Existing existing) {
        return std::make_shared<CustomerImporter>(at, who, existing);
    };
    imports::add_kind(router, office, std::move(kind));
}

}  // namespace yh::office::customers
