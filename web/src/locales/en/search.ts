export default {
  title: 'Search',
  hint: 'A page, colleague, queue, customer, or 3 digits',
  found: 'Results',
  kind: { page: 'Pages', person: 'Colleagues', queue: 'Queues', call: 'Calls', customer: 'Customers' },
  person: 'No. {number} · ext. {extension}',
  nothing: 'Nothing found',
  asking: 'Looking for customers and calls',
  partial: 'Customers or calls could not be asked for; the rest is complete',
};
