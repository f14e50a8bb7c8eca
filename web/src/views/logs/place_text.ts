import { i18n, translate } from '@/i18n';

/** A part of the configuration by its name in the site file; what has no word of ours keeps that name. */
export function placeText(place: string): string {
  const key = `logs.place.${place}`;
  return i18n.global.te(key) ? translate(key) : place;
}
