import { shallowRef } from 'vue';
import { serverNow } from './clock';

// What the clocks of the company show. Its days begin where it is, not where somebody happens to sit: "today" of a list,
// the times in its rows and the hours of a report are the same for everybody who works for it.

export interface WallTime {
  year: number;
  /** 1 is January. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const readerOf = (timeZone?: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

/** A zone, and how far its clocks were ahead of UTC in the quarters of an hour that were asked for: no clock is changed
 * but at the turn of one, and a table asks for hundreds. */
interface Clock {
  reader: Intl.DateTimeFormat;
  aheadMs: Map<number, number>;
}
const clockOf = (timeZone?: string): Clock => ({ reader: readerOf(timeZone), aheadMs: new Map() });
// Nobody is signed in yet: this browser's own.
const clock = shallowRef(clockOf());
const quarterMs = 900_000;
const mostQuarters = 1000;

/** As the server names it with the session. A zone that this browser has never heard of changes nothing. */
export function setCompanyZone(name: string): void {
  try {
    clock.value = clockOf(name);
  } catch {
    // An old browser: its own zone is the best that it can show.
  }
}

export const companyZone = (): string => clock.value.reader.resolvedOptions().timeZone;

const asUtc = ({ year, month, day, hour, minute, second }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);
const dayMs = 86_400_000;

function readAhead(reader: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(reader.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - ms;
}

function aheadMs(ms: number): number {
  const { reader, aheadMs: known } = clock.value;
  const quarter = Math.floor(ms / quarterMs);
  let ahead = known.get(quarter);
  if (ahead === undefined) {
    if (known.size >= mostQuarters) known.clear();
    ahead = readAhead(reader, quarter * quarterMs);
    known.set(quarter, ahead);
  }
  return ahead;
}

export function wallTime(ms: number): WallTime {
  const shown = new Date(ms + aheadMs(ms));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
}

/** How many minutes its clocks are ahead of UTC. */
export const companyOffsetMin = (ms = serverNow()): number => Math.round(aheadMs(ms) / 60_000);

/** When the clocks show this: the first time, where they are put back; where they leap over it, as long after the leap.
 * Days and months beyond their end run on into the next. */
export function momentOf(wall: Partial<WallTime> & Pick<WallTime, 'year' | 'month' | 'day'>): number {
  const utc = asUtc({ hour: 0, minute: 0, second: 0, ...wall });
  const [before, after] = [aheadMs(utc - dayMs), aheadMs(utc + dayMs)];
  const isShown = (ahead: number): boolean => aheadMs(utc - ahead) === ahead;
  return utc - (isShown(before) || !isShown(after) ? before : after);
}

/** The company's calendar and clock as the fields of a Date, for pickers and for reckoning with days. What moment such a
 * Date is here means nothing. */
export function calendarDate(ms = serverNow()): Date {
  const { year, month, day, hour, minute, second } = wallTime(ms);
  return new Date(year, month - 1, day, hour, minute, second);
}

/** When the day of a calendar's Date begins for the company. */
export const dayBegin = (date: Date): number =>
  momentOf({ year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() });

/** The same of a moment, so many days on. */
export function dayBeginAt(ms: number, daysOn = 0): number {
  const { year, month, day } = wallTime(ms);
  return momentOf({ year, month, day: day + daysOn });
}
