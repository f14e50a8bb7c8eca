import { ElMessageBox } from 'element-plus';
import { translate } from '@/i18n';

async function ask(title: string, text: string, yes: string, no: string, isGrave = false): Promise<boolean> {
  try {
    await ElMessageBox.confirm(text, title, {
      confirmButtonText: yes,
      cancelButtonText: no,
      customClass: 'question',
      confirmButtonType: isGrave ? 'danger' : 'primary',
      closeOnClickModal: false,
      autofocus: false,
    });
    return true;
  } catch {
    return false;
  }
}

/** May what is unsaved be thrown away? */
export const mayDiscard = (): Promise<boolean> =>
  ask(
    translate('setup.leave.title'),
    translate('setup.leave.text'),
    translate('setup.leave.discard'),
    translate('setup.leave.stay'),
  );

/** Names the object and what goes with it. */
export const mayDelete = (what: string, consequence: string): Promise<boolean> =>
  ask(
    translate('setup.remove.title', { what }),
    consequence,
    translate('setup.remove.yes'),
    translate('setup.remove.no'),
    true,
  );
