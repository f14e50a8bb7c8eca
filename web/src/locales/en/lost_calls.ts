export default {
  title: 'Lost',
  empty: 'No lost calls: somebody answered every one',
  call_back: 'Call back',
  occupy: 'Take',
  release: 'Give back',
  complete: 'Complete',
  state: 'Handling',
  me: 'Me',
  is: { open: 'Not done', free: 'Free', occupied: 'Taken', completed: 'Done' },
  by: { occupied: 'Taken: {name}', completed: 'Done: {name}' },
  done: {
    occupy: '{number} is yours; you can call back now',
    release: '{number} was given back',
    complete: '{number} is done',
  },
  column: { time: 'Last call', calls: 'Calls', opened: 'First call', completed: 'Done at' },
};
