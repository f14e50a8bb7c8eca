/** By the names that server/office/crm/book.cpp and logs/log_lists.cpp give. */
export default {
  客户名称: 'Customer name',
  线索名称: 'Lead name',
  联系人名称: 'Contact name',
  电话: 'Telephone',
  类型: 'Type',
  性别: 'Gender',
  备注: 'Note',
  管理员: 'Administrator',
  开始: 'Start',
  完结: 'Closed',
};
