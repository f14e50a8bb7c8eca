/**
 * Orders that go out one after the other, each when the one before was answered or failed: requests side by side may
 * overtake each other on the way and in the server, and what was chosen last must hold.
 */
export function inOrder(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const order = last.then(act);
    last = order.catch(() => undefined);
    return order;
  };
}
