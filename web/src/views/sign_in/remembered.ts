export interface RememberedAccount {
  tenant: string;
  account: string;
}

const key = 'yinghe.account';

/** Company code and account of the last sign-in, when the person wants that. Never the password. */
export function readAccount(): RememberedAccount | null {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? 'null') as RememberedAccount | null;
    return found && typeof found.tenant === 'string' && typeof found.account === 'string' ? found : null;
  } catch {
    return null;
  }
}

export function rememberAccount(account: RememberedAccount): void {
  localStorage.setItem(key, JSON.stringify(account));
}

export function forgetAccount(): void {
  localStorage.removeItem(key);
}
