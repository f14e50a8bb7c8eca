export default {
  title: 'Regions of numbers',
  hint: 'Where numbers belong, in records and when calls come; the same for every company',
  built_in: 'The built-in table is in use, {count} prefixes',
  own: 'A table of {time} is in use, {count} prefixes',
  replace: 'Upload a new table',
  download: 'Download the table in use',
  back: 'Back to the built-in table',
  format:
    'A csv file (UTF-8), a line each: prefix,Chinese,English. Without the 0 of an area code; of mobiles the first 7 digits. It counts at once.',
  replaced: 'The table is replaced',
  put_back: 'The built-in table is in use again',
  try: 'Look one number up',
  try_hint: 'What the table in use says',
  number: 'Telephone number',
  ask: 'Look',
  unknown: 'Not known',
};
