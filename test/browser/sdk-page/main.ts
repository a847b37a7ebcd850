// The page of sdk.browser.test.ts: AWS's client, the request handler and a world, all in a browser. `play` runs one
// operation's case and tells what came of it.
import { fromBase64 } from '../../../src/base/encodings.ts';
import { assembleMemoryWorld } from '../../../src/host/assemble.ts';
import rsaFixtures from '../../hsm/rsa-fixtures.json';
import { sdkCases } from '../../wire/sdk-cases.ts';
import { SdkStage } from '../../wire/sdk-stage.ts';

const given = new Map<number, number>();
const stage = assembleMemoryWorld({
  kind: { kind: 'sandbox' },
  generateRsa: (modulusBits) => {
    const pool = rsaFixtures[modulusBits];
    const number = given.get(modulusBits) ?? 0;
    given.set(modulusBits, number + 1);
    const key = fromBase64(pool[number % pool.length] ?? '');
    return key ? Promise.resolve(key) : Promise.reject(new Error('a fixture is damaged'));
  },
}).then((world) => new SdkStage(world));

type SdkError = Error & { readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string } };

interface Played {
  readonly succeeded: boolean | string;
  /** The name of the error, and what the SDK knows of its answer. */
  readonly refused: { readonly name: string; readonly status: unknown; readonly requestId: unknown } | string;
}

async function play(operation: string): Promise<Played> {
  const found = sdkCases[operation];
  if (!found) throw new Error(`there is no case for ${operation}`);
  const {
    succeeds,
    refused: [, refuse],
  } = found;
  const succeeded = await succeeds(await stage).catch(String);
  const refused = await refuse(await stage).then(
    () => 'it succeeded',
    (thrown: unknown) => {
      const { name, $metadata } = thrown as SdkError;
      return { name, status: $metadata?.httpStatusCode, requestId: $metadata?.requestId };
    },
  );
  return { succeeded, refused };
}

Object.assign(globalThis, { play });
