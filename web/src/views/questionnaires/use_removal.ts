import { deleteQuestionnaire, type QuestionnaireDetail } from '@/api/questionnaires';
import { translate } from '@/i18n';
import { useQuestionnaireNames } from '@/stores/questionnaire_names';
import { useToasts } from '@/stores/toasts';
import { mayDelete } from '../admin/parts/questions';

/** Deleting a whole questionnaire: asked for once more, with what goes with it. True: it is gone. */
export function useRemoval(): { remove: (detail: QuestionnaireDetail) => Promise<boolean> } {
  const toasts = useToasts();
  const names = useQuestionnaireNames();
  async function remove({ form, sheets }: QuestionnaireDetail): Promise<boolean> {
    const counts = { questions: form.questions.length, sheets };
    const sure = await mayDelete(
      translate('questionnaires.one', { name: form.name }),
      translate('questionnaires.delete_consequence', counts),
    );
    if (!sure) return false;
    try {
      await deleteQuestionnaire(form.id, form.version);
      toasts.show('ok', translate('questionnaires.deleted', { name: form.name }));
      void names.refresh();
      return true;
    } catch (problem) {
      toasts.fail(problem);
      return false;
    }
  }
  return { remove };
}
