export default {
  idle: 'Idle',
  ringing: 'Ringing',
  dialling: 'Dialling',
  talking: 'Talking',
  held: 'On hold',
  wrap_up: 'After-call',
  busy: 'Busy',
  rest: 'Rest',
  offline: 'Offline',
  resuming: 'Resuming',
  unknown: 'Unknown',
};
