export default {
  title: '满意度',
  empty: '还没有满意度评价，客户评价后会出现在这里',
  chart: '满意度分布',
  level: '评价',
  unrated: '未评价',
  rated: '已评价',
  of_asked: '邀请 {asked} 次 · 参评率 {percent}',
  column: { time: '邀请时间', reason: '不满意原因' },
};
