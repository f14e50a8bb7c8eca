import { counted, translate } from '@/i18n';

/** The server counts so far and no further. */
const mostCounted = 10_000;

/** Page numbers of a footer; 0 is a gap. Always at most seven places, so that the buttons stand still. */
export function pagesAround(page: number, last: number): number[] {
  if (last <= 7) {
    return Array.from({ length: last }, (_, index) => index + 1);
  }
  if (page <= 4) {
    return [1, 2, 3, 4, 5, 0, last];
  }
  if (page >= last - 3) {
    return [1, 0, last - 4, last - 3, last - 2, last - 1, last];
  }
  return [1, 0, page - 1, page, page + 1, 0, last];
}

export function lastPage(total: number, size: number): number {
  return Math.max(1, Math.ceil(total / size));
}

/** How many rows there are; when there are `more` than were counted, that there are. */
export function saidTotal(total: number, more?: boolean): string {
  if (!more) return counted(total);
  return total < mostCounted ? translate('list.least', { total: counted(total) }) : translate('list.many');
}
