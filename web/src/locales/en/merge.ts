export default {
  open: 'Merge',
  title: 'Merge into "{name}"',
  sentence:
    'What you tick goes into "{name}": numbers, calls, follow-ups, service records, plans and contacts come along, and what its card leaves open is taken from theirs. They no longer stand alone.',
  looking: 'Looking for duplicates…',
  none: 'Nobody looks like a duplicate.',
  other: 'Choose another customer…',
  pick: 'Choose a customer to merge',
  do: 'Merge {count}',
  done: 'Merged into {name}',
};
