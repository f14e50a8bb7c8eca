export default {
  open: '合并',
  title: '合并到“{name}”',
  sentence:
    '勾选的资料并入“{name}”：号码、通话、跟进、服务记录、计划和联系人一起转移，空白的资料项由它们补上。被合并的资料不再单独存在。',
  looking: '正在查找疑似重复…',
  none: '没有找到疑似重复的资料。',
  other: '选择其他客户…',
  pick: '选择要并入的客户',
  do: '合并 {count} 条',
  done: '已合并到 {name}',
};
