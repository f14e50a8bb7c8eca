import type { ReportFacts } from '@/api/reports';
import { i18n, translate } from '@/i18n';

export interface ReportGroup {
  key: string;
  title: string;
  reports: ReportFacts[];
}

const usual = ['calls', 'agents', 'departments', 'queues', 'satisfaction'];

/** The reports in their groups, both in the order in which they are declared; groups that we know come first. */
export function groupsOf(reports: readonly ReportFacts[]): ReportGroup[] {
  const groups = new Map<string, ReportFacts[]>();
  for (const report of reports) groups.set(report.group, [...(groups.get(report.group) ?? []), report]);
  const place = (key: string): number => (usual.indexOf(key) + usual.length + 1) % (usual.length + 1);
  return [...groups]
    .map(([key, own]) => ({
      key,
      title: i18n.global.te(`reports.group.${key}`) ? translate(`reports.group.${key}`) : key,
      reports: own,
    }))
    .sort((a, b) => place(a.key) - place(b.key));
}
