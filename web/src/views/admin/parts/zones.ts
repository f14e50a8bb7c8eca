/** Time zones to choose from; another one that a site file names is kept. */
const usual = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'UTC',
];

export function zoneChoices(now?: string): { value: string; label: string }[] {
  const all = now && !usual.includes(now) ? [now, ...usual] : usual;
  return all.map((value) => ({ value, label: value }));
}
