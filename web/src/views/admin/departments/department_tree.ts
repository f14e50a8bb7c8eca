import type { SiteDepartment } from '@/api/people';

/** A department where it stands in the tree, as the tree draws it. */
export interface TreeRow {
  code: string;
  name: string;
  level: number;
  hasChildren: boolean;
  isOpen: boolean;
  /** Place among its siblings, from 1. */
  place: number;
  siblings: number;
}

const byName = new Intl.Collator('zh-CN', { numeric: true });

export const childrenOf = (all: readonly SiteDepartment[], parent: string): SiteDepartment[] =>
  all.filter((each) => each.parent === parent).sort((a, b) => byName.compare(a.name || a.code, b.name || b.code));

/** What is seen of the tree: everything that no closed department hides. */
export function treeRows(all: readonly SiteDepartment[], closed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (parent: string, level: number): void => {
    const siblings = childrenOf(all, parent);
    siblings.forEach(({ code, name }, index) => {
      const hasChildren = all.some((each) => each.parent === code);
      const isOpen = hasChildren && !closed.has(code);
      rows.push({ code, name: name || code, level, hasChildren, isOpen, place: index + 1, siblings: siblings.length });
      if (isOpen) {
        add(code, level + 1);
      }
    });
  };
  add('', 1);
  return rows;
}

/** The department and everything below it. */
export function withBelow(all: readonly SiteDepartment[], code: string): Set<string> {
  const found = new Set([code]);
  // A set grows while it is walked: what is added is walked, too.
  for (const each of found) {
    all.filter(({ parent }) => parent === each).forEach((child) => found.add(child.code));
  }
  return found;
}

/** Where a department may hang: anywhere but below itself. */
export const possibleParents = (all: readonly SiteDepartment[], code: string): SiteDepartment[] => {
  const below = code ? withBelow(all, code) : new Set<string>();
  return all.filter((each) => !below.has(each.code));
};

export function blankDepartment(all: readonly SiteDepartment[], parent: string): SiteDepartment {
  const taken = new Set(all.map(({ code }) => code));
  let number = 1;
  while (taken.has(`dept${number}`)) {
    number += 1;
  }
  return { code: `dept${number}`, name: '', parent, managers: [] };
}

export type TreeStep = { focus: string } | { open: string } | { close: string } | null;

/** What an arrow key means in a tree (the pattern that readers of screens know). */
export function stepOf(rows: readonly TreeRow[], at: string, key: string): TreeStep {
  const index = rows.findIndex(({ code }) => code === at);
  const row = rows[index];
  const focus = (to: TreeRow | undefined): TreeStep => (to ? { focus: to.code } : null);
  if (!row) return null;
  switch (key) {
    case 'ArrowDown':
      return focus(rows[index + 1]);
    case 'ArrowUp':
      return focus(rows[index - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows[rows.length - 1]);
    case 'ArrowRight':
      if (!row.hasChildren) return null;
      return row.isOpen ? focus(rows[index + 1]) : { open: at };
    case 'ArrowLeft':
      if (row.isOpen) return { close: at };
      return focus(
        rows
          .slice(0, index)
          .reverse()
          .find(({ level }) => level < row.level),
      );
    default:
      return null;
  }
}
