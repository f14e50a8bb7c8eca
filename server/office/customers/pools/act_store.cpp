#include "office/customers/pools/act_store.h"

#include <algorithm>
#include <utility>

#include "base/describe.h"
#include "office/crm/claiming.h"
#include "office/crm/setting_names.h"
#include "office/customers/customer_change_parts.h"
#include "office/customers/pools/pool_moves_store.h"
#include "office/customers/pools/pool_seat.h"

namespace yh::office::customers {

namespace {

using crm::ObjectKind;

/// One thing that is done with one row.
class Act {
  public:
    Act(db::Connection& connection, const Asker& asker, const ActionWish& wish, const Prepared& prepared,
        CustomerRow row, IdMaker& ids, std::int64_t now_ms)
        : connection_{connection},
          asker_{asker},
          wish_{wish},
          prepared_{prepared},
          row_{std::move(row)},
          ids_{ids},
          now_ms_{now_ms} {}

    /// Why not.
    Result<std::optional<Error>> carry_out() {
        switch (wish_.action) {
            case ActionKind::ChangeOwner:
                return change_owner();
            case ActionKind::GiveUp:
                return give_up();
            case ActionKind::Claim:
                return claim();
            case ActionKind::Assign:
                return assign();
            case ActionKind::Transfer:
                return transfer();
            case ActionKind::Delete:
                return remove();
            case ActionKind::Plan:
                return plan();
            case ActionKind::Group:
            case ActionKind::Tags:
            case ActionKind::Stage:
                return edit();
        }
        return done();
    }

  private:
    static std::optional<Error> done() { return std::nullopt; }
    static Result<std::optional<Error>> no(Error why) { return std::optional{std::move(why)}; }
    static Error forbidden(std::string_view code) { return {ErrorKind::Forbidden, code, {}}; }
    std::int64_t new_id() { return history_id(ids_, now_ms_); }
    Seat seat() const { return seat_in(asker_.book(), row_.pool_id, asker_.who); }

    Result<std::optional<Error>> go(const Move& move) {
        YH_TRY(row_, move_object(connection_, asker_, row_, move, new_id(), now_ms_));
        return done();
    }

    Result<std::optional<Error>> change_owner() {
        if (row_.object == ObjectKind::Contact) {
            return no(conflict("action.not_for_contact"));
        }
        if (row_.pool_id) {
            return no(conflict("pool.in_pool"));
        }
        // R128: 编辑失败.
        if (row_.owner_id == prepared_.owner) {
            return no(conflict("customer.same_owner"));
        }
        return go({MoveWhat::OwnerChanged, prepared_.owner, {}});
    }

    Result<std::optional<Error>> give_up() {
        if (row_.object == ObjectKind::Contact) {
            return no(conflict("action.not_for_contact"));
        }
        if (row_.pool_id) {
            return no(conflict("pool.in_pool"));
        }
        // Whoever took it out again could do nothing with it.
        if (row_.converted_to) {
            return no(conflict("lead.converted"));
        }
        const auto* pool = find_pool(asker_.book(), wish_.pool.value);
        if (pool == nullptr || pool->object != row_.object) {
            return no(invalid_input("crm.unknown_pool"));
        }
        if (row_.owner_id != asker_.who.user.value && !asker_.who.rights().has(people::rights::assign_customers)) {
            return no(forbidden("customer.owner_not_yours"));
        }
        const auto before = row_.owner_id;
        auto reason = std::string{enum_text(wish_.reason)};
        reason += wish_.note.empty() ? "" : ": " + wish_.note;
        YH_CHECK(go({MoveWhat::GivenUp, {}, pool->id.value, std::move(reason)}));
        return allocate(*pool, before);
    }

    /// What came into a pool that gives away goes out again by the rules, but not to whoever has just lost it.
    Result<std::optional<Error>> allocate(const crm::Pool& pool, std::optional<std::int64_t> avoid) {
        if (!pool.allocates) {
            return done();
        }
        YH_TRY(const auto numbers, number_rows(connection_, row_.id));
        YH_TRY(const auto place, find_place(connection_, asker_.book(), row_, numbers, avoid, now_ms_));
        if (!place) {
            return done();
        }
        YH_CHECK(count_place(connection_, asker_.book(), *place, now_ms_));
        return go(place->move);
    }

    /// Of two who claim the same in one instant the writer lets one come first; the other finds it gone.
    Result<std::optional<Error>> claim() {
        const auto* pool = find_pool(asker_.book(), row_.pool_id);
        if (pool == nullptr) {
            return no(conflict("pool.taken"));
        }
        const auto me = asker_.who.user;
        crm::ClaimFacts facts;
        YH_TRY(facts.claimed_today,
               connection_.one<std::int64_t>("SELECT COUNT(*) FROM pool_moves WHERE to_user_id = ? AND what = "
                                             "'claimed' AND at_ms >= ? AND pool_id = ?",
                                             me, crm::day_began_ms(now_ms_, asker_.book().zone), pool->id));
        YH_TRY(facts.holding,
               connection_.one<std::int64_t>("SELECT COUNT(*) FROM customers WHERE owner_id = ? AND tenant_id = ? AND "
                                             "object = ? AND converted_to IS NULL AND deleted_at_ms IS NULL",
                                             me, row_.tenant_id, row_.object));
        facts.had_it_last = row_.last_owner_id == me.value;
        facts.pooled_at_ms = row_.pooled_at_ms.value_or(0);
        if (auto refusal = crm::claim_refusal(pool->claim, facts, now_ms_)) {
            return no(*std::move(refusal));
        }
        return go({MoveWhat::Claimed, me.value, {}});
    }

    Result<std::optional<Error>> assign() {
        if (!row_.pool_id) {
            return no(conflict("pool.taken"));
        }
        if (seat() != Seat::Admin && !asker_.who.rights().has(people::rights::assign_customers)) {
            return no(forbidden("pool.admins_only"));
        }
        return go({MoveWhat::Assigned, prepared_.owner, {}});
    }

    // R155: only an administrator of the pool that it shall go to succeeds.
    Result<std::optional<Error>> transfer() {
        if (!row_.pool_id) {
            return no(conflict("pool.taken"));
        }
        const auto* target = find_pool(asker_.book(), wish_.pool.value);
        if (target == nullptr || target->object != row_.object) {
            return no(invalid_input("crm.unknown_pool"));
        }
        if (target->id.value == row_.pool_id) {
            return no(conflict("pool.same"));
        }
        if (seat_in(*target, asker_.who) != Seat::Admin) {
            return no(forbidden("pool.not_its_admin"));
        }
        auto move = Move{MoveWhat::Transferred, {}, target->id.value};
        YH_CHECK(go(move));
        return allocate(*target, row_.last_owner_id);
    }

    // R130, U11: who may delete deletes what he sees; out of a pool its administrators alone.
    Result<std::optional<Error>> remove() {
        if (row_.pool_id && seat() != Seat::Admin) {
            return no(forbidden("pool.admins_only"));
        }
        YH_TRY(auto saved, delete_customer(connection_, asker_, model::CustomerId{row_.id}, new_id(), now_ms_));
        return std::move(saved.refusal);
    }

    Result<std::optional<Error>> plan() {
        const auto task = ids_.make<Id<struct TaskTag>>(now_ms_).value;
        YH_CHECK(
            connection_.run("INSERT INTO tasks (id, tenant_id, user_id, kind, content, related, due_at_ms, "
                            "created_at_ms, customer_id) VALUES (?, ?, ?, 'plan', ?, ?, ?, ?, ?)",
                            task, asker_.who.tenant, asker_.who.user, wish_.plan->content, row_.name,
                            wish_.plan->due_at_ms, now_ms_, row_.id));
        for (const auto person : prepared_.people) {
            YH_CHECK(connection_.run("INSERT INTO task_people (task_id, user_id) VALUES (?, ?)", task, person));
        }
        return done();
    }

    void edit_tags(std::vector<crm::SettingId>& tags) const {
        const auto drop = [&](crm::SettingId tag) { std::erase(tags, tag); };
        switch (wish_.how) {
            case TagsHow::Add:
                tags.insert(tags.end(), wish_.tags.begin(), wish_.tags.end());
                break;
            case TagsHow::Remove:
                std::ranges::for_each(wish_.tags, drop);
                break;
            case TagsHow::ReplaceOne:
                // Who never had the one does not get the other.
                if (std::ranges::find(tags, wish_.tags.front()) != tags.end()) {
                    drop(wish_.tags.front());
                    tags.push_back(*wish_.by_tag);
                }
                break;
            case TagsHow::ReplaceAll:
                tags = wish_.tags;
                break;
        }
    }

    /// What none of the objects can have is refused; nothing to change is no failure.
    std::optional<Error> apply(CustomerRow& after) const {
        const auto& book = asker_.book();
        if (wish_.action == ActionKind::Group) {
            after.group_id = wish_.group ? std::optional{wish_.group.value} : std::nullopt;
            return row_.object == ObjectKind::Customer ? done() : conflict("action.only_customers");
        }
        if (row_.object == ObjectKind::Contact) {
            return conflict("action.not_for_contact");
        }
        if (wish_.action == ActionKind::Stage) {
            after.stage_id = crm::stored_stage(book, wish_.stage);
            after.staged_at_ms = now_ms_;
            return done();
        }
        auto wanted = wish_.tags;
        if (wish_.by_tag) {
            wanted.push_back(*wish_.by_tag);
        }
        if (!std::ranges::all_of(
                wanted, [&](crm::SettingId tag) { return !crm::known_tags(book, row_.object, {tag}).empty(); })) {
            return invalid_input("crm.unknown_tag");
        }
        auto tags = tags_of(row_);
        edit_tags(tags);
        std::ranges::sort(tags, {}, &crm::SettingId::value);
        tags.erase(std::ranges::unique(tags).begin(), tags.end());
        set_tags(after, crm::known_tags(book, row_.object, tags));
        return done();
    }

    Result<std::optional<Error>> edit() {
        if (row_.pool_id && seat() != Seat::Admin) {
            return no(forbidden("pool.admins_only"));
        }
        auto after = row_;
        if (auto refusal = apply(after)) {
            return no(*std::move(refusal));
        }
        after.version = row_.version + 1;
        after.updated_at_ms = now_ms_;
        after.updated_by = asker_.who.user.value;
        YH_TRY(auto changes, changes_of(connection_, asker_, row_, {}, after, {}));
        if (changes.empty()) {
            return done();
        }
        YH_CHECK(connection_.upsert("customers", after, {"id"}));
        YH_CHECK(write_tags(connection_, after));
        YH_CHECK(
            write_history(connection_, asker_, after, new_id(), HistoryWhat::Changed, std::move(changes), now_ms_));
        return done();
    }

    db::Connection& connection_;
    const Asker& asker_;
    const ActionWish& wish_;
    const Prepared& prepared_;
    CustomerRow row_;
    IdMaker& ids_;
    const std::int64_t now_ms_;
};

}  // namespace

std::int64_t history_id(IdMaker& ids, std::int64_t now_ms) {
    constexpr std::int64_t upper_half = std::int64_t{1} << 20;
    return ids.make<Id<struct HistoryTag>>(now_ms).value | upper_half;
}

Result<Acted> act(db::Connection& connection, const Asker& asker, const ActionWish& wish, const Prepared& prepared,
                  model::CustomerId id, IdMaker& ids, std::int64_t now_ms) {
    // What has just been claimed by somebody else is out of sight: that is what whoever wanted it must hear.
    const bool out_of_pool = wish.action == ActionKind::Claim || wish.action == ActionKind::Assign;
    YH_TRY(const auto row, row_to_change(connection, asker, id));
    Acted acted;
    if (!row) {
        YH_TRY(const auto moved_on,
               connection.row<std::string>("SELECT name FROM customers WHERE id = ? AND tenant_id = ? AND "
                                           "deleted_at_ms IS NULL AND pool_id IS NULL AND object <> 'contact'",
                                           id, asker.who.tenant));
        acted.refusal = out_of_pool && moved_on ? conflict("pool.taken") : not_found("customer.unknown");
        return acted;
    }
    acted.name = row->name;
    YH_TRY(acted.numbers, numbers_of(connection, id));
    YH_TRY(auto transaction, connection.begin());
    Act one{connection, asker, wish, prepared, *row, ids, now_ms};
    YH_TRY(acted.refusal, one.carry_out());
    if (!acted.refusal) {
        YH_CHECK(transaction.commit());
    }
    return acted;
}

}  // namespace yh::office::customers
