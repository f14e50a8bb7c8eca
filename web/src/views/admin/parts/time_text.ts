/** What somebody typed as a time of day, as "09:00"; null when it is none. "24:00" is the day's end. */
export function readTime(text: string): string | null {
  const match = /^\s*(\d{1,2})\s*[:：.]?\s*(\d{2})?\s*$/.exec(text);
  if (!match) {
    return null;
  }
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) {
    return null;
  }
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
