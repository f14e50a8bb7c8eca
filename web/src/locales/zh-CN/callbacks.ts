export default {
  title: '排队回呼',
  empty: '没有客户登记回呼',
  state: '状态',
  is: { open: '等待回呼', answered: '已接通', gave_up: '未能接通', cancelled: '已取消' },
  tried: { answered: '接通', no_answer: '无人接听', busy: '对方忙', failed: '呼叫失败' },
  cancel: '取消回呼',
  keep: '保留',
  cancel_title: '取消 {number} 的回呼',
  cancel_then: '客户不再排队，也不会接到回呼电话。',
  cancelled: '已取消 {number} 的回呼',
  column: { time: '登记时间', attempts: '已呼次数', tried: '最近呼叫', last: '呼叫结果' },
};
