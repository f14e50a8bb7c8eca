import type { FlowEditor } from './use_flow_editor';

/** Ctrl Z, Ctrl Y, Ctrl D and Del. In a field the keys belong to the text. */
export function useEditorKeys(editor: FlowEditor, focusCanvas: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    const target = event.target as HTMLElement;
    if (event.isComposing || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) {
      return;
    }
    // The node with the focus is the one that keys are about.
    const focused = target.closest<HTMLElement>('[data-node]')?.dataset.node;
    if (focused && !editor.chosen.value && !editor.chosenLine.value) {
      editor.chosen.value = focused;
    }
    const key = event.key.toLowerCase();
    const ctrl = event.ctrlKey || event.metaKey;
    const acts: Record<string, () => void> = {
      'ctrl z': editor.undo,
      'ctrl shift z': editor.redo,
      'ctrl y': editor.redo,
      'ctrl d': editor.copyChosen,
      delete: editor.removeChosen,
      backspace: editor.removeChosen,
      escape: () => {
        editor.chosen.value = '';
        focusCanvas();
      },
    };
    const act = acts[`${ctrl ? 'ctrl ' : ''}${ctrl && event.shiftKey ? 'shift ' : ''}${key}`];
    if (act) {
      event.preventDefault();
      act();
      if (key === 'delete' || key === 'backspace') {
        focusCanvas();
      }
    }
  };
}
