export default {
  hint: 'How people sign in, and from where',
  saved: 'The rules for signing in are saved',
  second: 'Second factor',
  who_needs: 'Who must have a second factor',
  need: { optional: 'Whoever wants', leaders: 'Leaders and administrators', everybody: 'Everybody' },
  need_hint: {
    optional: 'Everybody may set it up in his own settings',
    leaders: 'Leaders and administrators without one set it up before they do anything else',
    everybody: 'Whoever has none sets it up before doing anything else',
  },
  by_sms: 'Codes by SMS',
  sms: 'Sign in with mobile number and a code by SMS',
  sms_hint:
    'The mobile number stands in the list of employees and belongs to one person only; a gateway for texts must be set up',
  sms_text: 'Text',
  sms_text_hint: "{'{code}'} becomes the code; the signature stands before it",
  from: 'From where people may sign in',
  addresses: 'Addresses',
  addresses_hint:
    'One address or range a line: 203.0.113.7, 10.0.0.0/8. Empty: from anywhere. Sessions from elsewhere end at once',
  yours: 'Your address now: {address}',
  add_yours: 'Add it',
  line: 'Line {line}: {message}',
};
