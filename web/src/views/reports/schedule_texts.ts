import type { ReportSchedule } from '@/api/report_schedules';
import { translate } from '@/i18n';

export type ScheduleWish = Pick<ReportSchedule, 'every' | 'hour' | 'format'>;

/** Once a day, before work begins. */
export const usualWish = (): ScheduleWish => ({ every: 'day', hour: 8, format: 'xlsx' });

export const mostRecipients = 20;
const address = /^[^\s@,;]+@[^\s@,;]+$/;

/** One a line, or separated as people do; null: something of it is no address, or there are too many. */
export function addressesOf(text: string): string[] | null {
  const found = [...new Set(text.split(/[\s,;\uff0c\uff1b]+/).filter(Boolean))];
  return found.length <= mostRecipients && found.every((each) => address.test(each)) ? found : null;
}

/** Every Monday 08:00 */
export function whenText({ every, hour }: Pick<ReportSchedule, 'every' | 'hour'>): string {
  const time = translate('reports.schedule.at_hour', { hour: String(hour).padStart(2, '0') });
  return `${translate(`reports.schedule.when_${every}`)} ${time}`;
}
