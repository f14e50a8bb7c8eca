/** How a text travels, as the server counts it too: server/office/sms/segments.cpp. */
export interface SmsSize {
  unicode: boolean;
  units: number;
  segments: number;
  /** Units that still fit into the last segment. */
  left: number;
}

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€\f';

const unitsOf = (sign: string, unicode: boolean): number =>
  unicode ? sign.length : basic.includes(sign) ? 1 : extended.includes(sign) ? 2 : 0;

export function sizeOfSms(text: string): SmsSize {
  const signs = [...text];
  const unicode = signs.some((sign) => unitsOf(sign, false) === 0);
  const [alone, part] = unicode ? [70, 67] : [160, 153];
  let units = 0;
  let parts = 0;
  let inPart = part;
  // A sign of two units is never torn apart between two parts.
  for (const sign of signs) {
    const size = unitsOf(sign, unicode);
    units += size;
    if (inPart + size > part) {
      parts += 1;
      inPart = 0;
    }
    inPart += size;
  }
  const fits = units <= alone;
  return {
    unicode,
    units,
    segments: signs.length ? (fits ? 1 : parts) : 0,
    left: fits ? alone - units : part - inPart,
  };
}
