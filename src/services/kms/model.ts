// KMS as its API model describes it: operations, shapes, limits. Source: the AWS KMS API Reference (2014-11-01).
import type { ApiModel } from '../../world/model.ts';
import { parseApiModel } from '../../world/parse-model.ts';
import file from './api-model.json';

export const kmsModel: ApiModel = parseApiModel(file);
