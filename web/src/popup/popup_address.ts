// Addresses of third parties' pages (弹屏, R068): words in braces are filled in with what the page shows of the call.

/** As the server knows them (office/settings/popup_words.h). */
export const popupWords = [
  'number',
  'customer_name',
  'called',
  'direction',
  'queue',
  'queue_name',
  'call',
  'agent',
  'agent_name',
  'extension',
] as const;
export type PopupValues = Readonly<Record<(typeof popupWords)[number], string>>;

const word = /\{([a-z_]+)\}/g;

/** The address of a call's page; null when there is none, or when it leads to anything but a page of the host that the
 * company named: a caller's name must not choose what opens in an agent's browser. */
export function popupAddress(template: string, values: PopupValues): string | null {
  if (!template) {
    return null;
  }
  const known: Readonly<Record<string, string | undefined>> = values;
  const filled = template.replace(word, (whole, name: string) => {
    const value = known[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
  try {
    const wanted = new URL(template.replace(word, ''));
    const address = new URL(filled);
    const isPage = address.protocol === 'http:' || address.protocol === 'https:';
    return isPage && address.origin === wanted.origin && !address.username ? address.href : null;
  } catch {
    return null;
  }
}
