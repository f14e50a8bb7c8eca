export default {
  title: '搜索',
  hint: '页面、同事、队列、客户，或至少 3 位号码',
  found: '搜索结果',
  kind: { page: '页面', person: '同事', queue: '队列', call: '通话', customer: '客户' },
  person: '工号 {number} · 分机 {extension}',
  nothing: '没有找到',
  asking: '正在查找客户和通话',
  partial: '客户或通话没有查到，其余结果照常',
};
