// What the simulation says when it refuses. All of it is ours: no service of AWS answers like this.
import { ServiceError } from '../../../world/errors.ts';

export const noSuch = (what: string, id: string) => new ServiceError('NoSuchPart', `There is no ${what} ${id} here.`);
export const noneYet = (what: string, verb: string) =>
  new ServiceError('NoSuchPart', `There is no ${what} in this Region yet. Make one with: ${verb}`);
export const whichOne = (what: string, ids: readonly string[]) =>
  new ServiceError('WhichPart', `Which ${what}? There are ${ids.join(', ')}.`);
export const alreadyThere = (what: string, id: string) =>
  new ServiceError('PartExists', `There is a ${what} ${id} already.`);
export const noSuchZone = (zone: string, zones: readonly string[]) =>
  new ServiceError(
    'NoSuchZone',
    `The cluster has no subnet in ${zone}. Its Availability Zones are ${zones.join(', ')}.`,
  );
export const tooManyHsms = (most: number) =>
  new ServiceError('TooManyHsms', `A cluster can have at most ${most} HSMs.`);
export const onlyForVpc = () =>
  new ServiceError('WrongProxy', 'This proxy is on the internet: it has no VPC endpoint service that could be wrong.');
