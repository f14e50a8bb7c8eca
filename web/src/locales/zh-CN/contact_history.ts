export default { title: '联络历史' };
