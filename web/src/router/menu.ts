import type { RouteRecordRaw } from 'vue-router';
import { pages } from './records';

/** An entry of the menu: the page that it stands for, and the address that it opens. */
export interface MenuEntry {
  page: RouteRecordRaw;
  to: string;
}

/**
 * What the menu shows somebody. An entry stands for its own page and those `under` it, so whoever may open only one of
 * those has the entry too, and comes straight to the page that he may open. A page about one thing (`:id`) is none.
 */
export function menuFor(may: (right?: string) => boolean): MenuEntry[] {
  return pages
    .filter((page) => page.meta?.order !== undefined)
    .sort((a, b) => (a.meta?.order ?? 0) - (b.meta?.order ?? 0))
    .flatMap((page) => {
      const beside = pages.filter(({ meta, path }) => meta?.under === page.name && !path.includes(':'));
      const open = [page, ...beside].find((one) => may(one.meta?.right));
      return open ? [{ page, to: addressOf(open.path) }] : [];
    });
}

/** Without what an address may end in: `/reports/:key?` is opened as `/reports`. */
const addressOf = (path: string): string => path.replace(/\/:\w+\?$/, '');
