export default {
  title: '漏话',
  empty: '没有漏话，每通来电都有人接听',
  call_back: '回拨',
  occupy: '占有',
  release: '解除占有',
  complete: '处理完成',
  state: '处理状态',
  me: '我',
  is: { open: '未完成', free: '待占有', occupied: '已占有', completed: '已完成' },
  by: { occupied: '{name}占有', completed: '{name}已完成' },
  done: {
    occupy: '已占有 {number}，可以回拨',
    release: '已解除占有 {number}',
    complete: '{number} 已处理完成',
  },
  column: { time: '最近来电', calls: '来电次数', opened: '首次来电', completed: '完成时间' },
};
