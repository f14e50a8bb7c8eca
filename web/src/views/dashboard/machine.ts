import type { SystemFacts } from '@/api/figures';

const gigabyte = 1024 ** 3;

/** "3.1 / 16 GB": used of all. */
export function usedOf(total: number, free: number): string {
  const digits = total < 100 * gigabyte ? 1 : 0;
  return `${((total - free) / gigabyte).toFixed(digits)} / ${(total / gigabyte).toFixed(digits)} GB`;
}

export const usedPart = (total: number, free: number): number => (total > 0 ? (total - free) / total : 0);

/** Days until recordings have filled our disk, as they came in lately; null: not in sight. */
export function daysLeft(system: SystemFacts): number | null {
  const ours = system.disks.find((disk) => disk.ours);
  const aYear = 365;
  if (!ours || system.recorded_bytes_a_day <= 0) return null;
  const days = Math.floor(ours.free_bytes / system.recorded_bytes_a_day);
  return days > aYear ? null : days;
}

/** A disk this full is shown in orange. */
export const fullFrom = 0.8;
