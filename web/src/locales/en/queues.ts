export default {
  title: 'Queues',
  none: 'You do not serve or lead any queue yet',
  waiting: 'Waiting',
  longest: 'Longest',
  ready: 'Ready',
  talking: 'Talking',
  who_waits: 'Waiting now',
  nobody: 'Nobody is waiting',
  more_waiting: 'and {count} more',
  members: '{signed_in} of {all} members signed in',
  paused: 'paused',
  unknown_number: 'Unknown number',
};
