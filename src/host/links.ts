// A world as a link, and what a link would do, read before anything of it runs.
import { toHex } from '../base/encodings.ts';
import { decodeLink, encodeLink } from '../scenario/link.ts';
import { parseScenario } from '../scenario/parse.ts';
import { shareSandbox, shareSeeded, type Shared } from '../scenario/share.ts';
import { ScenarioError } from '../scenario/types.ts';
import { refusal } from './host-error.ts';
import type { LiveWorld } from './live-world.ts';
import type { HostParts } from './parts.ts';
import type { LinkPreview, Outcome } from './protocol.ts';
import { passingWorld, playingShell } from './shells.ts';

export async function shareWorld(
  { machine, createShell }: HostParts,
  { info, world }: LiveWorld,
): Promise<{ readonly fragment: string; readonly left: readonly string[] }> {
  try {
    const shared: Shared =
      info.scenario === null
        ? await shareSandbox({
            entries: world.entries,
            title: info.title,
            seed: toHex(machine.random(8)),
            makeWorld: passingWorld(machine),
            makeShell: playingShell(createShell, 'learner'),
          })
        : shareSeeded(parseScenario(info.scenario), world.entries);
    return { fragment: await encodeLink(shared.text), left: shared.left };
  } catch (error) {
    // There is no link where it would be too long: that is what is left out.
    if (error instanceof ScenarioError) return { fragment: '', left: [error.message] };
    throw error;
  }
}

export async function readLink(fragment: string): Promise<Outcome<LinkPreview>> {
  const read = await decodeLink(fragment);
  if (!read.ok) return read;
  try {
    const { title, summary, setup, resume, text } = parseScenario(read.text);
    return { ok: true, value: { title, summary, setup: [...setup, ...resume], text } };
  } catch (error) {
    return refusal(error);
  }
}
