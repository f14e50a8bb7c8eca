export default {
  which: '手册',
  manual: { agent: '坐席', leader: '组长', admin: '管理员', pbx: '话务平台' },
  chapters: '目录',
  find: '在本手册中查找',
  not_found: '没有',
  previous: '上一处',
  next: '下一处',
  download: '下载',
};
