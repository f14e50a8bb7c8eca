#pragma once

#include "office/crm/setting_check.h"
#include "office/crm/setting_store.h"

// What each kind of setting needs of the database besides its row. Thread: the writer's, in the change's transaction.
namespace yh::office::crm {

/// What only the database knows to be wrong (crm.choice_used), and the ids and keys that a new part of a setting gets.
template <class T>
Result<Problems> finish_setting(db::Connection&, model::TenantId, T&, const T*, IdMaker&, std::int64_t) {
    return Problems{};
}
Result<Problems> finish_setting(db::Connection& connection, model::TenantId tenant, Field& wanted, const Field* before,
                                IdMaker& ids, std::int64_t now_ms);
Result<Problems> finish_setting(db::Connection& connection, model::TenantId tenant, TagGroup& wanted,
                                const TagGroup* before, IdMaker& ids, std::int64_t now_ms);
Result<Problems> finish_setting(db::Connection& connection, model::TenantId tenant, FollowUpTemplate& wanted,
                                const FollowUpTemplate* before, IdMaker& ids, std::int64_t now_ms);

/// What goes with a setting. The answer: how many living objects keep it from going.
template <class T>
Result<std::int64_t> let_go(db::Connection&, model::TenantId, const T&) {
    return 0;
}
Result<std::int64_t> let_go(db::Connection& connection, model::TenantId tenant, const Pool& pool);
Result<std::int64_t> let_go(db::Connection& connection, model::TenantId tenant, const Stage& stage);
Result<std::int64_t> let_go(db::Connection& connection, model::TenantId tenant, const Group& group);
Result<std::int64_t> let_go(db::Connection& connection, model::TenantId tenant, const TagGroup& group);

}  // namespace yh::office::crm
