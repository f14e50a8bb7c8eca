export default {
  title: '漏话应答',
  empty: '没有转到手机接听的来电',
  column: { time: '接听时间', mobile: '接听手机' },
};
