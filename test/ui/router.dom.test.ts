// The address behind the # says where one is, and what cannot be read leads to the contents.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Router, formatRoute, parseRoute } from '../../src/ui/router.svelte.ts';
import type { Route } from '../../src/ui/router.svelte.ts';

describe('parseRoute', () => {
  test.each<[string, Route]>([
    ['', { page: 'learn' }],
    ['#/learn', { page: 'learn' }],
    ['#/learn/', { page: 'learn' }],
    ['#/learn/envelope-encryption', { page: 'lesson', id: 'envelope-encryption' }],
    ['#/sandbox', { page: 'sandbox' }],
    ['#/exam', { page: 'exam' }],
    ['#/world/w%2F1', { page: 'world', id: 'w/1' }],
    ['#s=abc_-', { page: 'link', fragment: 's=abc_-' }],
    ['#s=', { page: 'link', fragment: 's=' }],
    ['#/sandbox/more', { page: 'learn' }],
    ['#/nowhere', { page: 'learn' }],
    ['#/learn/%E0%A4%A', { page: 'learn' }],
    ['#/constructor', { page: 'learn' }],
    ['#javascript:alert(1)', { page: 'learn' }],
  ])('%s', (hash, route) => expect(parseRoute(hash)).toEqual(route));

  test('never throws, whatever the address says', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (hash) => void parseRoute(hash)));
  });

  test('reads back every address that formatRoute writes', () => {
    const id = fc.string({ minLength: 1, unit: 'grapheme' });
    const route = fc.oneof(
      fc.record({ page: fc.constantFrom('learn', 'sandbox', 'exam') }),
      fc.record({ page: fc.constantFrom('lesson', 'world'), id }),
    );
    fc.assert(
      fc.property(route, (to) => {
        expect(parseRoute(formatRoute(to as Route))).toEqual(to);
      }),
    );
  });
});

describe('Router', () => {
  const router = new Router();
  afterEach(() => router.go({ page: 'learn' }));

  test('follows the address, and sets it', () => {
    router.go({ page: 'exam' });
    expect(location.hash).toBe('#/exam');
    expect(router.route).toEqual({ page: 'exam' });
    location.hash = '#/sandbox';
    window.dispatchEvent(new Event('hashchange'));
    expect(router.route).toEqual({ page: 'sandbox' });
  });

  test('the same place said twice is no change', () => {
    router.go({ page: 'exam' });
    const before = router.route;
    window.dispatchEvent(new Event('hashchange'));
    expect(router.route).toBe(before);
  });

  test('replacing leaves no trace to go back to', () => {
    const before = history.length;
    router.replace({ page: 'world', id: 'w1' });
    expect(router.route).toEqual({ page: 'world', id: 'w1' });
    expect(history.length).toBe(before);
  });
});
