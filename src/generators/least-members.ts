import { actsAs } from '../contract/infer/acting.ts';
import type { Content, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { essenceOf, isJsonType } from '../contract/wire/media-type.ts';
import type { BodyMember } from './body-members.ts';
import { type Making, memberValue } from './member-value.ts';
import { changeableIn } from './whole-body.ts';

const urlEncoded = 'application/x-www-form-urlencoded';

/** Made-up texts of a request that may create something are fresh, unless `x-assay` declares which of them have to be. */
export const textsOf = ({ effect }: Operation, isDescribed: boolean): 'fresh' | 'same' =>
  isDescribed || effect === 'safe' ? 'same' : 'fresh';

/**
 * What a body without a required member has: of a form in parts all fields, because parsers refuse a form without one; of a change one that may be changed,
 * because many services refuse a change of nothing.
 */
export const membersInstead = (
  operation: Operation,
  { mediaType, form }: Content,
  members: readonly BodyMember[],
  isDescribed: boolean,
  making: Making,
): readonly BodyMember[] => {
  if (!isJsonType(mediaType) && (form === undefined || essenceOf(mediaType) !== urlEncoded)) return members;
  if (isDescribed || actsAs(operation) !== 'PATCH') return [];
  const { settable, fixed } = changeableIn(making.contract, operation, members);
  const plain = settable.filter(({ schema }) => isObject(schema) && schema['type'] === 'string' && schema['enum'] === undefined);
  // A time, or an address of mail, is bound by more than its schema.
  const free = plain.filter(({ schema }) => isObject(schema) && schema['format'] === undefined);
  const possible = [...free, ...plain, ...settable, ...fixed].find(
    (one) => memberValue(operation, one, making, textsOf(operation, isDescribed)).kind !== 'missing',
  );
  return possible ? [possible] : [];
};
