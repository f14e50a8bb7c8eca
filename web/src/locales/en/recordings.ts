export default {
  title: 'Recordings',
  empty: 'No recordings yet; they appear here when a call has ended',
  drawer: 'Recording',
  to_record: 'Show the call',
  column: { duration: 'Duration', size: 'Size' },
};
