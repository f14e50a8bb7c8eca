import { translate } from '@/i18n';
import type { Tag } from '@/list/cells';

/** A level's look: a reason was asked for, so something was wrong. */
export function levelTag(row: { level: string; reason: string }): Tag {
  if (!row.level) return { text: translate('surveys.unrated') };
  return { text: row.level, tone: row.reason ? 'bad' : undefined };
}
