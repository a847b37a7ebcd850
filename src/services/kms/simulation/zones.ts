// The Availability Zones that a simulated cluster has a subnet in: the Region's first three.
import type { ClusterRecord } from './records.ts';

export const zonesOf = (region: string): readonly string[] => ['a', 'b', 'c'].map((letter) => `${region}${letter}`);

/** Where the next HSM does most good: the zone with the fewest, of equals the first. */
export function emptiestZone({ hsms }: ClusterRecord, zones: readonly string[]): string | undefined {
  const count = (zone: string) => hsms.filter(({ availabilityZone }) => availabilityZone === zone).length;
  return zones.toSorted((a, b) => count(a) - count(b))[0];
}
