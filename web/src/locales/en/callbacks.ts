export default {
  title: 'Call-backs',
  empty: 'Nobody asked to be called back',
  state: 'State',
  is: { open: 'Waiting', answered: 'Reached', gave_up: 'Not reached', cancelled: 'Cancelled' },
  tried: { answered: 'Answered', no_answer: 'No answer', busy: 'Busy', failed: 'Failed' },
  cancel: 'Cancel call-back',
  keep: 'Keep',
  cancel_title: 'Cancel the call-back of {number}',
  cancel_then: 'The customer loses the place and is not called back.',
  cancelled: 'The call-back of {number} was cancelled',
  column: { time: 'Asked at', attempts: 'Attempts', tried: 'Last attempt', last: 'Result' },
};
