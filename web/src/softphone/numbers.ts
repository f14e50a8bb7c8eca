/** What people paste: blanks, dashes, brackets and the country code +86 go; what cannot be dialled goes too. */
export function cleanNumber(text: string): string {
  const wide = text.replace(/[０-９＊＃＋]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  const bare = wide.replace(/[^\d*#+]/g, '').replace(/^(\+86|0086)(?=\d{5,})/, '');
  return (bare.startsWith('+') ? '+' : '') + bare.replace(/\+/g, '');
}

/** 138****5678 for what other people may see: four digits from floor((n-4)/2) on, numbers of more than six digits. */
export function maskedNumber(number: string): string {
  if (number.length <= 6 || number.includes('*')) {
    return number;
  }
  const from = Math.floor((number.length - 4) / 2);
  return `${number.slice(0, from)}****${number.slice(from + 4)}`;
}
