import type { ScheduleRow, Timetable } from '@/api/report_schedules';
import { translate } from '@/i18n';

/** Once a day, before work begins. */
export const usualTime: Timetable = { every: 'day', weekday: 1, month_day: 1, hour: 8 };
export const timetableOf = ({ every, weekday, month_day, hour }: Timetable): Timetable => ({
  every,
  weekday,
  month_day,
  hour,
});

export const lastOfMonth = 0;
/** Those that every month has. */
export const monthDays = Array.from({ length: 28 }, (_, at) => at + 1);
export const monthDayText = (day: number): string =>
  day === lastOfMonth ? translate('reports.schedule.last_day') : translate('reports.schedule.nth_day', { day });

/** Of which days it is that is sent then. */
export const aboutOf = ({ every, month_day }: Timetable): 'day' | 'week' | 'month' | 'this_month' =>
  every === 'month' && month_day === lastOfMonth ? 'this_month' : every;

export const ownerText = ({ owner, owner_name }: Pick<ScheduleRow, 'owner' | 'owner_name'>): string =>
  `${owner_name ?? ''} ${owner ?? ''}`.trim();

export const mostRecipients = 20;
const address = /^[^\s@,;]+@[^\s@,;]+$/;

/** One a line, or separated as people do; null: something of it is no address, or there are too many. */
export function addressesOf(text: string): string[] | null {
  const found = [...new Set(text.split(/[\s,;\uff0c\uff1b]+/).filter(Boolean))];
  return found.length <= mostRecipients && found.every((each) => address.test(each)) ? found : null;
}

/** Every Mon 08:00 */
export function whenText({ every, weekday, month_day, hour }: Timetable): string {
  const days = {
    day: () => translate('reports.schedule.when_day'),
    week: () => translate('reports.schedule.when_week', { day: translate(`schedule.day.${weekday}`) }),
    month: () => translate(`reports.schedule.${month_day ? 'when_month' : 'when_month_end'}`, { day: month_day }),
  };
  const time = translate('reports.schedule.at_hour', { hour: String(hour).padStart(2, '0') });
  return `${days[every]()} ${time}`;
}
