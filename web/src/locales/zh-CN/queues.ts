export default {
  title: '队列',
  none: '你还没有加入或管理任何队列',
  waiting: '排队',
  longest: '最长',
  ready: '空闲',
  talking: '通话',
  who_waits: '正在排队',
  nobody: '无人排队',
  more_waiting: '还有 {count} 位',
  members: '成员 {signed_in} / {all} 在线',
  paused: '已置忙',
  unknown_number: '未知号码',
};
