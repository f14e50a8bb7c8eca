export default { title: 'Contact history' };
