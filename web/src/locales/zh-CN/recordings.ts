export default {
  title: '录音',
  empty: '还没有录音，通话结束后会出现在这里',
  drawer: '录音',
  to_record: '查看通话详情',
  column: { duration: '时长', size: '大小' },
};
