// Amazon Resource Names: arn:partition:service:region:account:resource.
// Source: AWS IAM User Guide, "IAM identifiers"; AWS General Reference, "Amazon Resource Names (ARNs)".
import type { Brand } from './brand.ts';

export type Arn = Brand<string, 'Arn'>;

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  /** Empty for what belongs to no Region. */
  readonly region: string;
  /** Empty for what belongs to no account. */
  readonly account: string;
  /** All that follows the fifth colon. */
  readonly resource: string;
}

/** Undefined where the text has not the six parts of an ARN. */
export function parseArn(text: string): ArnParts | undefined {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

export const formatArn = ({ partition, service, region, account, resource }: ArnParts): Arn =>
  `arn:${partition}:${service}:${region}:${account}:${resource}` as Arn;
