// The material of a multi-Region key, for a related key in another Region: the same bytes, sealed under that Region's
// domain key and under a handle of their own. Source: AWS KMS Developer Guide, "How multi-Region keys work".
import type { MaterialHandle, Region } from '../base/brand.ts';
import type { Materials } from './materials.ts';
import type { EntropySource, SealedMaterial } from './types.ts';

/** The key material ID stays, since key ID and material do. */
export async function replicateMaterial(
  materials: Materials,
  material: MaterialHandle | SealedMaterial,
  keyId: string,
  to: Region,
  entropy: EntropySource,
): Promise<SealedMaterial> {
  const clear = await (typeof material === 'string' ? materials.clear(material) : materials.unseal(material));
  try {
    return await materials.seal(clear, keyId, entropy, to);
  } finally {
    clear.material.fill(0);
  }
}
