export default {
  hour: 'Hour',
  at_hour: '{hour}:00',
  answered: 'Answered',
  missed: 'Not answered',
};
