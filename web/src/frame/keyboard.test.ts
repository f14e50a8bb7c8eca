import { describe, expect, it } from 'vitest';
import { actOf } from './keyboard';

function press(key: string, over: KeyboardEventInit & { keyCode?: number } = {}, target?: HTMLElement): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, ...over });
  if (over.keyCode) Object.defineProperty(event, 'keyCode', { value: over.keyCode });
  if (target) Object.defineProperty(event, 'target', { value: target });
  return event;
}

describe('the keyboard map', () => {
  it('knows the telephone keys', () => {
    expect(actOf(press('F2'), false)).toBe('answer_or_dial');
    expect(actOf(press('F4'), false)).toBe('end');
    expect(actOf(press('F8'), false)).toBe('mute');
    expect(actOf(press('F9'), false)).toBe('hold');
    expect(actOf(press('F8', { shiftKey: true }), false)).toBe('transfer');
    expect(actOf(press('F9', { shiftKey: true }), false)).toBe('consult');
    expect(actOf(press('b', { ctrlKey: true }), false)).toBe('toggle_state');
  });

  it('keeps quiet while an input method composes, and when a key is held down', () => {
    expect(actOf(press('F2', { isComposing: true }), false)).toBeNull();
    expect(actOf(press('F2', { keyCode: 229 }), false)).toBeNull();
    expect(actOf(press('F4', { repeat: true }), false)).toBeNull();
  });

  it('never takes single characters from a field', () => {
    const field = document.createElement('input');
    expect(actOf(press('?', { shiftKey: true }, field), false)).toBeNull();
    expect(actOf(press('5', {}, field), true)).toBeNull();
    expect(actOf(press('?', { shiftKey: true }), false)).toBe('help');
    expect(actOf(press('5'), true)).toBe('digit_5');
    expect(actOf(press('5'), false)).toBeNull();
  });

  it('leaves Ctrl F4 and the like to the browser', () => {
    expect(actOf(press('F4', { ctrlKey: true }), false)).toBeNull();
  });
});
