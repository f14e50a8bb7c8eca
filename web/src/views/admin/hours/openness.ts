import type { Schedule, SpecialDay } from '@/api/config_types';

export type Openness = 'open' | 'closed' | 'holiday';

const dayMin = 24 * 60;

/** "09:00" as minutes; null when it is no time. "24:00" is the day's end. */
export function minutesOf(text: string): number | null {
  const match = /^(\d\d):(\d\d)$/.exec(text);
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2]);
  const isTime = match && minute < 60 && (hour < 24 || (hour === 24 && minute === 0));
  return isTime ? hour * 60 + minute : null;
}

/** From and to in minutes since the day's midnight; over midnight it ends above 24 h. */
export function stretchOf(from: string, to: string): [number, number] | null {
  const begin = minutesOf(from);
  const end = minutesOf(to);
  return begin === null || end === null ? null : [begin, end <= begin ? end + dayMin : end];
}

const dateOf = (text: string): Date => new Date(`${text}T00:00:00Z`);
const textOf = (date: Date): string => date.toISOString().slice(0, 10);
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (date: string): number => dateOf(date).getUTCDay() || 7;
const dayBefore = (date: string): string => textOf(new Date(dateOf(date).getTime() - dayMin * 60_000));

export const specialOf = (schedule: Schedule, date: string): SpecialDay | undefined =>
  schedule.special.find((day) => day.date === date);

/** The open stretches of one date; a special day replaces its weekday's hours. */
export function stretchesOf(schedule: Schedule, date: string): [number, number][] {
  const special = specialOf(schedule, date);
  const hours = special
    ? special.from
      ? [special]
      : []
    : schedule.open.filter(({ days }) => days.includes(String(weekdayOf(date))));
  return hours.flatMap(({ from, to }) => {
    const stretch = stretchOf(from, to);
    return stretch ? [stretch] : [];
  });
}

/** What the server would say at this local date and time (model/schedule.cpp has the same rules). */
export function opennessAt(schedule: Schedule, date: string, time: string): Openness {
  const at = minutesOf(time) ?? 0;
  const holds = (stretches: [number, number][], since: number): boolean =>
    stretches.some(([from, to]) => since >= from && since < to);
  // What began yesterday may reach over midnight.
  if (holds(stretchesOf(schedule, date), at) || holds(stretchesOf(schedule, dayBefore(date)), at + dayMin)) {
    return 'open';
  }
  const special = specialOf(schedule, date);
  return special && !special.from ? 'holiday' : 'closed';
}

/** The bars of one weekday in the week's picture, as parts of a day: what reaches over midnight goes on at the left. */
export function barsOf(schedule: Schedule, weekday: number): { from: number; to: number }[] {
  const on = (day: number): [number, number][] =>
    schedule.open
      .filter(({ days }) => days.includes(String(day)))
      .flatMap(({ from, to }) => {
        const stretch = stretchOf(from, to);
        return stretch ? [stretch] : [];
      });
  const today = on(weekday).map(([from, to]) => ({ from: from / dayMin, to: Math.min(to, dayMin) / dayMin }));
  const overnight = on(weekday === 1 ? 7 : weekday - 1)
    .filter(([, to]) => to > dayMin)
    .map(([, to]) => ({ from: 0, to: (to - dayMin) / dayMin }));
  return [...overnight, ...today];
}
