import type { AlarmFigure, AlarmRule } from '@/api/alarms';
import { counted, translate } from '@/i18n';
import { formatDuration } from '@/realtime/durations';

export const alarmFigures = ['waiting', 'longest_wait', 'service_level', 'abandoned', 'ready', 'abnormal'] as const;

/** In which unit a threshold is typed. */
export const unitOf = (figure: AlarmFigure): string => translate(`alarms.unit.${figure}`);

/** A figure as it is read. */
export function valueText(figure: AlarmFigure, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (figure === 'longest_wait') return formatDuration(value * 1000);
  if (figure === 'service_level') return `${value.toFixed(1)}%`;
  return counted(value);
}

type Said = Pick<AlarmRule, 'figure' | 'queue' | 'queue_name' | 'compare' | 'threshold'>;

/** Aftersales: calls waiting above 5 */
export const ruleText = ({ figure, queue, queue_name, compare, threshold }: Said): string =>
  translate('alarms.rule', {
    queue: queue ? queue_name || queue : translate('alarms.all_queues'),
    figure: translate(`alarms.figure.${figure}`),
    compare: translate(`alarms.compare.${compare}`),
    threshold: valueText(figure, threshold),
  });

/** Which figure can be looked at for one queue. */
export const ofOneQueue = (figure: AlarmFigure): boolean => figure !== 'abnormal';

/** Which side is usually the wrong one. */
export const usualCompare = (figure: AlarmFigure): AlarmRule['compare'] =>
  figure === 'service_level' || figure === 'ready' ? 'below' : 'above';
