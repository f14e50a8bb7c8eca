/** What stands in the address for somebody new. */
export const newUser = '+';
