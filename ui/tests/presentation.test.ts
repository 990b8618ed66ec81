import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRORS, errorShape } from '../src/errors/codes';
import { SHAPES } from '../src/errors/presentation';
import { STATES } from '../src/errors/states';
import { ago } from '../src/format/ago';

describe('the presentation', () => {
  it('knows every code of the errors, and none besides', () => {
    // Vitest runs in ui/.
    const table = readFileSync('../src-tauri/core/src/error.rs', 'utf8');
    const codes = [...table.matchAll(/^ {4}\w+ = "(\w+)", \d,/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(50);
    expect(Object.keys(ERRORS).sort()).toEqual(codes.sort());
  });

  it('takes a code it does not know for a fault of its own', () => {
    expect(errorShape('something_new')).toBe(ERRORS.internal);
  });

  it('gives every state of a deployment a shape of its own', () => {
    const icons = Object.values(STATES).map(({ icon }) => icon);
    expect(new Set(icons).size).toBe(icons.length);
    expect(STATES.grace.icon).toBe(SHAPES.grace.icon);
  });
});

describe('the age of what is known', () => {
  const manner = { locale: 'en-GB', zone: 'Europe/Berlin' };
  const now = new Date('2026-11-23T18:06:27Z');
  it.each([
    ['2026-11-23T18:06:00Z', 'just now'],
    ['2026-11-23T18:05:30Z', '1 min ago'],
    ['2026-11-23T17:10:00Z', '56 min ago'],
    ['2026-11-23T15:00:00Z', '3 h ago'],
    ['2026-11-22T13:02:00Z', 'yesterday 14:02'],
    ['2026-11-20T13:02:00Z', '20 Nov 2026'],
    ['2026-11-23T18:07:00Z', 'just now'],
  ])('%s is %s', (then, words) => {
    expect(ago(new Date(then), now, manner)).toBe(words);
  });
});
