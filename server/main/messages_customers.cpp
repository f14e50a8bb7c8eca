#include "main/messages.h"

namespace yh::app {

void add_customers(http::Messages& m) {
    m.add("customer.unknown", "没有这个客户，可能已被删除", "There is no such customer; perhaps it was deleted");
    m.add("customer.exists", "该号码已属于另一位客户", "This number is another customer's already");
    m.add("customer.duplicate", "与已有数据重复", "The same is here already");
    m.add("customer.has_contacts", "该客户名下的联系人数量有变化，请重新确认后再删除",
          "The customer's contacts are not as many as you were told; look again before you delete");
    m.add("customer.parent_deleted", "所属客户已被删除，请先恢复客户",
          "Its customer is deleted; restore that one first");
    m.add("lead.unknown", "没有这条线索，可能已被删除", "There is no such lead; perhaps it was deleted");
    m.add("lead.converted", "该线索已转为客户", "This lead has become a customer already");
    m.add("merge.nothing", "请选择要合并的其他数据", "Choose others to put together with it");
    m.add("merge.too_many", "一次最多合并 10 条", "At most ten at once");
    m.add("merge.other_kind", "只能合并同一类数据",
          "Only customers with customers, leads with leads, contacts with contacts");
    m.add("person.unknown", "没有这个号码的任何信息", "There is nothing of this number");
    m.add("person.changed", "数据刚刚有变化，请重新查询后再删除",
          "It has changed meanwhile; look again before you erase");
    m.add("person.confirmation", "两次输入的号码不一致", "This is another number");
    m.add("customer.changed", "客户资料已被他人修改，请刷新后再保存",
          "Somebody else has changed this customer meanwhile; look at it again before you save");
    m.add("customer.owner_not_yours", "您没有变更所属人的权限", "You may not give customers to others");
    m.add("customer.too_long", "内容太长", "Is too long");
    m.add("customer.bad_fields", "自定义字段格式不正确", "The company's own fields are not well formed");
    m.add("crm.bad_value", "内容格式不正确", "Is not of the kind that belongs here");
    m.add("crm.not_a_number", "请填写数字", "Must be a number");
    m.add("crm.unknown_choice", "没有这个选项", "There is no such choice");
    m.add("crm.not_a_date", "请填写日期，如 2026-11-22", "Must be a day such as 2026-11-22");
    m.add("crm.not_a_time", "请填写时间，如 09:30", "Must be a time such as 09:30");
    m.add("day.malformed", "日期范围不正确", "The days are not well formed");
}

}  // namespace yh::app
