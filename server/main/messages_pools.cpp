#include "main/messages.h"

namespace yh::app {

void add_pools(http::Messages& m) {
    m.add("customer.same_owner", "编辑失败：所属人没有变化", "Failed: this is the owner already");
    m.add("pool.in_pool", "该资料在公海中，请使用领取或分配", "It lies in a public pool: claim or assign it");
    m.add("pool.taken", "已被他人领取，不在公海中", "Somebody else has taken it: it is in no pool any more");
    m.add("pool.admins_only", "只有该公海的管理员可以这样做", "Only administrators of this pool may do this");
    m.add("pool.not_its_admin", "您不是目标公海的管理员，不能转移到该公海",
          "You do not administer that pool and cannot move anything into it");
    m.add("pool.same", "已经在该公海中", "It lies in this pool already");
    m.add("claim.a_day", "今天从该公海领取的数量已达上限", "You have claimed as many from this pool today as you may");
    m.add("claim.holding", "您名下的数量已达上限", "You own as many as you may");
    m.add("claim.cooling", "您刚放弃该资料，冷却期内不能再领取",
          "You had this before; you may claim it again when the cooling days are over");
    m.add("action.nothing", "没有选中任何资料", "Nothing was chosen");
    m.add("action.too_big", "一次最多操作 100,000 条，请先缩小筛选范围",
          "At most 100,000 at a time; narrow the list down first");
    m.add("action.too_many", "您有多个批量操作正在进行，请等待完成",
          "Several of your actions are under way; wait until they are done");
    m.add("action.unknown", "没有这个批量操作，或已经结束", "There is no such action, or it is over");
    m.add("action.not_for_contact", "联系人不支持此操作", "This cannot be done with contacts");
    m.add("action.only_customers", "只有客户可以分组", "Only customers have groups");
    m.add("action.no_tags", "请选择标签", "Choose tags");
}

}  // namespace yh::app
