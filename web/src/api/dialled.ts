/** A row about a customer. Where the number is hidden from us (`*****`), the token may be dialled in its place. */
interface WithNumber {
  customer_number: string;
  number_token?: string | null | undefined;
}

/** What reaches the customer of this row. */
export const dialledOf = (row: WithNumber): string => row.number_token ?? row.customer_number;

/** A token and no number: it goes to the server as it is, and nobody reads it. */
export const isToken = (text: string): boolean => text.startsWith('token:');
export const hiddenNumber = '*****';
