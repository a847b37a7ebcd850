import { describe, expect, it } from 'vitest';
import { assert, assertNever, InternalError } from '../../src/base/assert.ts';

describe('assert', () => {
  it('says what should have been so', () => {
    expect(() => assert(false, 'two is two')).toThrow(new InternalError('two is two'));
    expect(() => assert(true, 'two is two')).not.toThrow();
  });

  it.each([undefined, null, 0, ''])('does not take %j for a truth', (value) => {
    expect(() => assert(value, 'there is one')).toThrow(InternalError);
  });
});

describe('assertNever', () => {
  it('names the case that nobody thought of', () => {
    expect(() => assertNever('Sleeping' as never)).toThrow(
      new InternalError('a case that was not thought of: Sleeping'),
    );
  });
});
