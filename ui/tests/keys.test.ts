import { describe, expect, it } from 'vitest';
import { entryOf } from '../src/features/shell/keys';

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '' };
const stroke = (keys: string, code = '') => {
  const held = keys.split('+');
  const key = keys.endsWith('++') ? '+' : (held.at(-1) ?? '');
  return {
    ...NONE,
    key,
    code,
    ctrlKey: held.includes('Ctrl'),
    metaKey: held.includes('Cmd'),
    altKey: held.includes('Alt'),
    shiftKey: held.includes('Shift'),
  };
};

describe('keys', () => {
  it.each([
    ['Ctrl+o', 'open'],
    ['Ctrl+Shift+V', 'paste'],
    ['Ctrl+f', 'filter'],
    ['Ctrl+z', 'undo'],
    ['Ctrl+Shift+Z', 'redo'],
    ['Ctrl+,', 'settings'],
    ['Ctrl+/', 'shortcuts'],
    ['Ctrl++', 'zoom_in'],
    ['Ctrl+-', 'zoom_out'],
    ['Ctrl+0', 'zoom_reset'],
    ['Ctrl+r', 'check_again'],
    ['Ctrl+Shift+R', 'check_all'],
    ['Ctrl+n', 'add_deployment'],
    ['Ctrl+i', 'install'],
    ['Ctrl+1', 'view_summary'],
    ['Ctrl+3', 'view_seats'],
    ['Ctrl+w', 'close'],
    ['Ctrl+q', 'quit'],
    ['Ctrl+m', 'toggle_menu_bar'],
    ['F1', 'shortcuts'],
    ['F5', 'check_again'],
    ['F6', 'next_region'],
    ['Shift+F6', 'previous_region'],
    ['F9', 'toggle_sidebar'],
    ['Alt+ArrowLeft', 'back'],
    ['Alt+ArrowRight', 'forward'],
  ])('%s means %s', (keys, id) => {
    expect(entryOf(stroke(keys), 'linux')).toBe(id);
  });

  it.each(['Ctrl+v', 'Ctrl+c', 'Ctrl+a', 'a', 'Delete', 'Cmd+o', 'Ctrl+Alt+o'])('%s is left to the focus', (keys) => {
    expect(entryOf(stroke(keys), 'linux')).toBeNull();
  });

  it('take Cmd on macOS', () => {
    expect(entryOf(stroke('Cmd+o'), 'macos')).toBe('open');
    expect(entryOf(stroke('Ctrl+o'), 'macos')).toBeNull();
    expect(entryOf(stroke('Cmd+['), 'macos')).toBe('back');
    expect(entryOf(stroke('Cmd+Alt+¡', 'Digit1'), 'macos')).toBe('go_overview');
  });

  it('go to places by the digit row, whatever the layout writes there', () => {
    expect(entryOf(stroke('Alt+&', 'Digit1'), 'linux')).toBe('go_overview');
    expect(entryOf(stroke('Alt+é', 'Digit2'), 'linux')).toBe('go_deployment_1');
    expect(entryOf(stroke('Alt+9', 'Digit9'), 'linux')).toBe('go_deployment_8');
  });
});
