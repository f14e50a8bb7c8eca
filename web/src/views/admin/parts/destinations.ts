// Where a call goes next, in the server's words: "hangup", "queue:600", "ivr:main" …

export const destinationKinds = [
  'queue',
  'extension',
  'ivr',
  'hours',
  'external',
  'announce',
  'voicemail',
  'callback',
  'hangup',
] as const;
export type DestinationKind = (typeof destinationKinds)[number];

export interface Destination {
  kind: DestinationKind | '';
  argument: string;
}

export const takesArgument = (kind: string): boolean => !['', 'hangup', 'voicemail', 'callback'].includes(kind);

export function readDestination(text: string): Destination {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  const known = destinationKinds.find((each) => each === kind);
  return { kind: known ?? '', argument: known && colon >= 0 ? text.slice(colon + 1) : '' };
}

export function writeDestination({ kind, argument }: Destination): string {
  return takesArgument(kind) ? `${kind}:${argument}` : kind;
}
