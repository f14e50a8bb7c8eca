/** By the names that server/office/crm/book.cpp and logs/log_lists.cpp give. */
export default {
  客户名称: '客户名称',
  线索名称: '线索名称',
  联系人名称: '联系人名称',
  电话: '电话',
  类型: '类型',
  性别: '性别',
  备注: '备注',
  管理员: '管理员',
  开始: '开始',
  完结: '完结',
};
