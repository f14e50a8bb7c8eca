/** R013: jpg or png, one megabyte at most. */
export const avatarTypes: readonly string[] = ['image/jpeg', 'image/png'];
export const avatarMostBytes = 1024 * 1024;

export type AvatarFault = 'type' | 'size' | '';

export function avatarFault(file: { type: string; size: number }): AvatarFault {
  if (!avatarTypes.includes(file.type)) return 'type';
  return file.size > avatarMostBytes ? 'size' : '';
}
