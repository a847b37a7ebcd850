import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { MaterialHandle } from '../../src/base/brand.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { MaterialCache } from '../../src/hsm/cache.ts';
import { prfOf, type Prf } from '../../src/hsm/derive.ts';
import { HsmError } from '../../src/hsm/error.ts';
import { bench, random } from './harness.ts';

const [a, b, c] = ['a', 'b', 'c'] as MaterialHandle[] as [MaterialHandle, MaterialHandle, MaterialHandle];
const someKey = () => Promise.resolve(prfOf(new Uint8Array(32)));

describe('the cache of unwrapped material', () => {
  it('loads once for all who ask, at once or later', async () => {
    const load = vi.fn(someKey);
    const cache = new MaterialCache(load, 2);
    const keys = [...(await Promise.all([cache.get(a), cache.get(a)])), await cache.get(a)];
    expect(new Set(keys).size).toBe(1);
    expect(load.mock.calls).toEqual([[a]]);
  });

  it('drops what was used the longest ago', async () => {
    const load = vi.fn(someKey);
    const cache = new MaterialCache(load, 2);
    for (const handle of [a, b, a, c]) await cache.get(handle);
    expect(load.mock.calls).toEqual([[a], [b], [c]]);
    await cache.get(a);
    expect(load).toHaveBeenCalledTimes(3);
    await cache.get(b);
    expect(load).toHaveBeenCalledTimes(4);
  });

  it('tries again after a failure', async () => {
    const load = vi.fn(someKey).mockRejectedValueOnce(new Error('not now'));
    const cache = new MaterialCache(load, 2);
    await expect(cache.get(a)).rejects.toThrow('not now');
    await expect(cache.get(a)).resolves.toBeDefined();
  });

  it('keeps a newer loading when an older one fails', async () => {
    let fail: (error: Error) => void = () => {};
    const older = new Promise<Prf>((_, reject) => {
      fail = reject;
    });
    const load = vi.fn(someKey).mockReturnValueOnce(older);
    const cache = new MaterialCache(load, 2);
    const first = cache.get(a);
    cache.forget(a);
    await cache.get(a);
    fail(new Error('too late'));
    await expect(first).rejects.toThrow('too late');
    await cache.get(a);
    expect(load).toHaveBeenCalledTimes(2);
  });
});

describe('the HSM and its cache', () => {
  const request = { plaintext: utf8('text'), context: {}, maker: 'Encrypt', entropy: random } as const;

  it('holds symmetric material as what it derives, whatever becomes of the bytes', () => {
    const material = random.bytes(32);
    const text = utf8('text');
    const wanted = createHmac('sha256', material).update(text).digest();
    const prf = prfOf(material);
    material.fill(0);
    expect(prf(text)).toEqual(new Uint8Array(wanted));
    expect(prf(text)).toEqual(new Uint8Array(wanted));
  });

  it('reads the vault once, and again when it has forgotten', async () => {
    const { hsm, vault, generate } = bench();
    const material = await generate();
    const read = vi.spyOn(vault, 'read');
    await hsm.warm(material.handle);
    await hsm.encrypt({ material, ...request });
    await hsm.encrypt({ material, ...request });
    expect(read).toHaveBeenCalledTimes(1);
    hsm.forget(material.handle);
    await hsm.encrypt({ material, ...request });
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('cannot use material that was destroyed and forgotten', async () => {
    const { hsm, vault, generate } = bench();
    const material = await generate();
    await hsm.encrypt({ material, ...request });
    vault.destroy(material.handle);
    hsm.forget(material.handle);
    await expect(hsm.encrypt({ material, ...request })).rejects.toThrow(HsmError);
  });

  it('keeps no more material at hand than it was told', async () => {
    const { hsm, vault, generate } = bench({ cachedMaterials: 2 });
    const materials = [await generate(), await generate(), await generate()];
    const read = vi.spyOn(vault, 'read');
    for (let round = 0; round < 3; round += 1) {
      for (const material of materials) await hsm.encrypt({ material, ...request });
    }
    expect(read).toHaveBeenCalledTimes(9);
  });

  it('is not hurt by being warmed with a handle that there is not', async () => {
    await expect(bench().hsm.warm('none' as MaterialHandle)).resolves.toBeUndefined();
  });

  it('waits for one import and one AES-GCM a call, once it is warm', async () => {
    const { hsm, generate } = bench();
    const material = await generate();
    await hsm.warm(material.handle);
    const calls: string[] = [];
    for (const name of ['sign', 'importKey', 'encrypt', 'decrypt', 'digest', 'deriveBits', 'deriveKey'] as const) {
      const real = crypto.subtle[name].bind(crypto.subtle) as (...args: unknown[]) => unknown;
      vi.spyOn(crypto.subtle, name).mockImplementation(((...args: unknown[]) => {
        calls.push(name);
        return real(...args);
      }) as never);
    }
    const blob = await hsm.encrypt({ material, ...request });
    await hsm.decrypt({ material, blob, context: {} });
    vi.restoreAllMocks();
    expect(calls).toEqual(['importKey', 'encrypt', 'importKey', 'decrypt']);
  });
});
