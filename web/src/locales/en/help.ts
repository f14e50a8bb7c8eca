export default {
  which: 'Manual',
  manual: { agent: 'Agent', leader: 'Leader', admin: 'Administrator', pbx: 'Telephony' },
  chapters: 'Contents',
  find: 'Find in this manual',
  not_found: 'None',
  previous: 'Previous place',
  next: 'Next place',
  download: 'Download',
};
