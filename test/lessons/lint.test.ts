import { describe, expect, it } from 'vitest';
import { lintBank } from '../../src/exam/lint.ts';
import { itemTexts, items, lessonTexts, lessons, misconceptions } from './bank.ts';

describe('the course and the bank', () => {
  it('are there', () => {
    expect(lessons.length).toBeGreaterThan(0);
    expect(items.length).toBeGreaterThanOrEqual(5);
  });

  it('name each file after what is in it', () => {
    for (const { name, scenario } of lessons) expect(name).toBe(`${name.slice(0, 2)}-${scenario.id}.md`);
    for (const { name, item } of items) expect(name).toBe(`${item.id}.md`);
  });

  it('keep the rules of items', () => {
    const names = new Set(misconceptions.map((misconception) => misconception.name));
    expect(
      lintBank(
        items.map(({ item }) => item),
        names,
      ),
    ).toEqual([]);
  });

  it('have no misconception that nobody uses or that says nothing', () => {
    const used = new Set(items.flatMap(({ item }) => item.options.map((option) => option.misconception)));
    for (const { name, belief, fact } of misconceptions) {
      expect(belief, name).toMatch(/^“.+[.?!]”$/);
      expect(fact, name).toMatch(/^[A-Z].+\.$/s);
      expect([...used], name).toContain(name);
    }
  });

  it('speak of KMS keys, not of CMKs or master keys', () => {
    for (const { name, text } of [...lessonTexts, ...itemTexts]) expect(text, name).not.toMatch(/\bCMKs?\b|master key/i);
  });
});
