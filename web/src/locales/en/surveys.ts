export default {
  title: 'Surveys',
  empty: 'No ratings yet; they appear here once customers rate a call',
  chart: 'Shares of each rating',
  level: 'Rating',
  unrated: 'Not rated',
  rated: 'Rated',
  of_asked: '{asked} asked · {percent} answered',
  column: { time: 'Asked at', reason: 'Reason' },
};
