export default {
  hour: '时段',
  at_hour: '{hour} 时',
  answered: '接听',
  missed: '未接',
};
