// Every commercial Region's code and name, and the China Regions' partition.
// Source: AWS General Reference, "AWS Regions" (2026).
import type { Region } from './brand.ts';

export interface RegionInfo {
  readonly code: Region;
  readonly name: string;
  /** Whether an account must opt in before it can use the Region. */
  readonly optIn: boolean;
}

const region = (code: string, name: string, optIn = false): RegionInfo => ({ code: code as Region, name, optIn });

export const commercialRegions: readonly RegionInfo[] = [
  region('us-east-1', 'US East (N. Virginia)'),
  region('us-east-2', 'US East (Ohio)'),
  region('us-west-1', 'US West (N. California)'),
  region('us-west-2', 'US West (Oregon)'),
  region('af-south-1', 'Africa (Cape Town)', true),
  region('ap-east-1', 'Asia Pacific (Hong Kong)', true),
  region('ap-east-2', 'Asia Pacific (Taipei)', true),
  region('ap-south-1', 'Asia Pacific (Mumbai)'),
  region('ap-south-2', 'Asia Pacific (Hyderabad)', true),
  region('ap-southeast-1', 'Asia Pacific (Singapore)'),
  region('ap-southeast-2', 'Asia Pacific (Sydney)'),
  region('ap-southeast-3', 'Asia Pacific (Jakarta)', true),
  region('ap-southeast-4', 'Asia Pacific (Melbourne)', true),
  region('ap-southeast-5', 'Asia Pacific (Malaysia)', true),
  region('ap-southeast-6', 'Asia Pacific (New Zealand)', true),
  region('ap-southeast-7', 'Asia Pacific (Thailand)', true),
  region('ap-northeast-1', 'Asia Pacific (Tokyo)'),
  region('ap-northeast-2', 'Asia Pacific (Seoul)'),
  region('ap-northeast-3', 'Asia Pacific (Osaka)'),
  region('ca-central-1', 'Canada (Central)'),
  region('ca-west-1', 'Canada West (Calgary)', true),
  region('eu-central-1', 'Europe (Frankfurt)'),
  region('eu-central-2', 'Europe (Zurich)', true),
  region('eu-west-1', 'Europe (Ireland)'),
  region('eu-west-2', 'Europe (London)'),
  region('eu-west-3', 'Europe (Paris)'),
  region('eu-north-1', 'Europe (Stockholm)'),
  region('eu-south-1', 'Europe (Milan)', true),
  region('eu-south-2', 'Europe (Spain)', true),
  region('il-central-1', 'Israel (Tel Aviv)', true),
  region('me-central-1', 'Middle East (UAE)', true),
  region('me-south-1', 'Middle East (Bahrain)', true),
  region('mx-central-1', 'Mexico (Central)', true),
  region('sa-east-1', 'South America (São Paulo)'),
];

const byCode = new Map<string, RegionInfo>(commercialRegions.map((info) => [info.code, info]));

/** Undefined where there is no such commercial Region. */
export const findRegion = (code: string): RegionInfo | undefined => byCode.get(code);
