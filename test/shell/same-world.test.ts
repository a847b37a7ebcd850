// The same lines give the same seeded world: on another machine, through a reload behind each line, with checks and
// completions in between. DESIGN.md, "Two kinds of world".
import { expect, test } from 'vitest';
import { assembleWorld } from '../../src/host/assemble.ts';
import { MemoryDomainKeys } from '../../src/hsm/memory-vault.ts';
import { createMemoryJournal } from '../../src/world/memory-journal.ts';
import type { HostMachine, World } from '../../src/world/world-api.ts';
import type { ShellState } from '../../src/shell/shell-api.ts';
import { newShell } from './sessions.ts';

const INTERRUPTED = 'aws kms create-key; openssl rand -hex 4 > cut; sleep 100000; echo never';
const lines: readonly string[] = [
  'KEY_ID=$(aws kms create-key --query KeyMetadata.KeyId --output text)',
  'aws kms create-alias --alias-name alias/app --target-key-id $KEY_ID',
  'aws kms generate-data-key --key-id alias/app --key-spec AES_256 --query Plaintext --output text | base64 -d > dk',
  'openssl rand -hex 16 > random; openssl rand -base64 5000 > much',
  'mktemp; T=$(mktemp -d); echo $T > temp',
  'echo $RANDOM $((RANDOM % 7)) ${RANDOM} > dice; for i in 1 2 3; do echo $RANDOM >> dice; done',
  'roll() { echo "$RANDOM-$1"; }',
  'roll a > rolled; eval "echo \\$RANDOM" >> rolled',
  'bash -c \'echo $RANDOM\' > inner; printf "echo \\$RANDOM\\n" > s.sh; bash s.sh >> inner; . ./s.sh >> inner',
  'head -c 40 /dev/urandom | xxd > noise; head -c 9000 /dev/urandom | openssl dgst -sha256 >> noise',
  'cp /dev/urandom block; openssl rand -out block2 32; shred -n 1 block2',
  'openssl enc -aes-256-cbc -pbkdf2 -pass pass:x -in dk -out dk.enc; base64 dk.enc',
  'echo "text" | tee a | openssl dgst -sha256; touch b; mkdir -p d/e; cp a d/e/f; mv b d/g',
  'date; date +%s > when; sleep 3; date -u +%FT%TZ >> when',
  'echo $$ $PPID $UID > shell; seq 20 | sort -r | head -3 >> shell',
  'ls -la --full-time . d/e > listed; stat -c %Y a >> listed; find . -newer a >> listed',
  INTERRUPTED,
  'aws kms encrypt --key-id $KEY_ID --plaintext fileb://dk --query CiphertextBlob --output text | base64 -d > blob',
  'aws kms decrypt --ciphertext-blob fileb://blob --query KeyId > opened; aws kms decrypt --ciphertext-blob fileb://a',
  'AWS_ACCESS_KEY_ID=AKIANOBODY AWS_SECRET_ACCESS_KEY=s aws kms list-keys; aws kms list-keys --region xx-nowhere-1; aws kms bogus',
  'aws kms schedule-key-deletion --key-id $KEY_ID --pending-window-in-days 7',
  'lab clock advance 8d',
  'aws kms describe-key --key-id $KEY_ID',
  'lab undo',
  'aws kms cancel-key-deletion --key-id $KEY_ID; aws kms enable-key --key-id $KEY_ID; lab undo; lab redo',
  'echo "unclosed',
  'openssl rand -hex 8',
];

function machineOf(startMs: number, stepMs: number, first: number): HostMachine {
  let ms = startMs;
  let byte = first;
  return {
    nowMs: () => (ms += stepMs),
    random: (length) => Uint8Array.from({ length }, () => (byte = (byte * 5 + 3) % 256)),
  };
}

interface Played {
  readonly entries: World['entries'];
  readonly files: ReturnType<World['files']>;
  readonly said: readonly string[];
}

async function play(machine: HostMachine, { reload }: { readonly reload: boolean }): Promise<Played> {
  const journal = createMemoryJournal();
  const domainKeys = new MemoryDomainKeys();
  const kind = { kind: 'seeded', seed: 'same' } as const;
  const open = () => assembleWorld({ kind, journal, vault: journal.vault, domainKeys, machine });
  let world = await open();
  let shell = await newShell({ world });
  const said: string[] = [];
  for (const line of lines) {
    const controller = new AbortController();
    if (line === INTERRUPTED) world.subscribe(() => controller.abort());
    const { stdout, stderr, exitCode } = await shell.run(line, { signal: controller.signal });
    said.push(line === INTERRUPTED ? '' : `${line}\n${stdout}${stderr}${exitCode}`);
    if (!reload) continue;
    const check = await newShell({ world: world.fork() });
    await check.run('aws kms create-key; openssl rand -hex 8; echo $RANDOM; mktemp; sleep 5; lab clock advance 1d');
    await shell.complete('aws kms describe-key --key-id ', 30);
    const state: ShellState = shell.state();
    await world.close();
    world = await open();
    shell = await newShell({ world, state });
  }
  return { entries: world.entries, files: world.files(), said };
}

test('is the same world, entry for entry and byte for byte', async () => {
  const here = await play(machineOf(Date.UTC(2026, 1, 1), 7, 1), { reload: false });
  const there = await play(machineOf(Date.UTC(2031, 6, 9), 90_011, 9), { reload: true });
  for (const [at, said] of here.said.entries()) expect(there.said[at]).toBe(said);
  expect(there.entries.length).toBe(here.entries.length);
  for (const [at, entry] of here.entries.entries()) expect(there.entries[at]).toEqual(entry);
  expect(there.files).toEqual(here.files);
});
