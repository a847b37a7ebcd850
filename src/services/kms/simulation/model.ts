// The simulation's own API, in the format of AWS's models: what `lab` may ask for.
import type { ApiModel } from '../../../world/model.ts';
import { parseApiModel } from '../../../world/parse-model.ts';
import file from './api-model.json';

export const simulationModel: ApiModel = parseApiModel(file);
