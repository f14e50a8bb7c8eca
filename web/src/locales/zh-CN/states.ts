export default {
  idle: '空闲',
  ringing: '振铃',
  dialling: '外呼中',
  talking: '通话中',
  held: '保持',
  wrap_up: '话后处理',
  busy: '忙碌',
  rest: '小休',
  offline: '离线',
  resuming: '恢复中',
  unknown: '未知',
};
