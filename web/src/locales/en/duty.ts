export default {
  first_title: 'Change your password first',
  first_why: 'Somebody else has set the present one. Choose one that only you know, then start working.',
  first_by_sms: 'Choose a password, so that you can sign in with it from now on.',
  second_title: 'Set up the second factor first',
  second_why: 'Your company wants a code of your telephone at each sign-in. It takes a minute to set up.',
  leave: 'Sign out',
};
