// In Node: calls through the front door beside bare WebCrypto, one at a time, the journal in memory. Aim: 1.5 times.
import { assembleMemoryWorld } from '../../src/host/assemble.ts';
import { describeTimes, timeCalls } from './calls.ts';

console.log(`Node ${process.versions.node}, one call at a time, journal in memory (aim: at most 1.5 times)`);
console.log(describeTimes(await timeCalls(await assembleMemoryWorld({ kind: { kind: 'sandbox' } }))));
