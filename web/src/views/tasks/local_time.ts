const two = (value: number): string => String(value).padStart(2, '0');

/** As a field of type datetime-local writes it: 2026-11-21T14:55, where the person is. */
export function toLocal(ms: number): string {
  const date = new Date(ms);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
/** 0 for what is no time. */
export const fromLocal = (text: string): number => new Date(text).getTime() || 0;
