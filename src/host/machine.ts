// The machine that a world runs on: its clock and its chance.
import type { HostMachine } from '../world/world-api.ts';

export const machine: HostMachine = {
  nowMs: () => Date.now(),
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
