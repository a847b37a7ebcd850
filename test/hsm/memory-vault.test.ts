import { describe, expect, it } from 'vitest';
import { MemoryVault } from '../../src/hsm/memory-vault.ts';
import { bench, random } from './harness.ts';

const sealed = () => bench().hsm.generate('SYMMETRIC_DEFAULT', 'key', random);

describe('a vault in memory', () => {
  it('has what was stored, until it is destroyed', async () => {
    const vault = new MemoryVault();
    const material = await sealed();
    expect(await vault.read(material.handle)).toBeUndefined();
    vault.store(material);
    expect(await vault.read(material.handle)).toEqual(material.token);
    vault.destroy(material.handle);
    expect(await vault.read(material.handle)).toBeUndefined();
  });

  it('over another one reads through to it, and leaves it as it is', async () => {
    const beneath = new MemoryVault();
    const [old, young] = [await sealed(), await sealed()];
    beneath.store(old);
    const fork = new MemoryVault(beneath);
    fork.store(young);
    expect(await fork.read(old.handle)).toEqual(old.token);
    expect(await fork.read(young.handle)).toEqual(young.token);
    expect(await beneath.read(young.handle)).toBeUndefined();
    fork.destroy(old.handle);
    expect(await beneath.read(old.handle)).toEqual(old.token);
  });
});
