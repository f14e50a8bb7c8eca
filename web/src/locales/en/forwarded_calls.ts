export default {
  title: 'By mobile',
  empty: 'No calls were answered by a mobile',
  column: { time: 'Answered at', mobile: 'Mobile' },
};
