import { bodyExamples } from '../../generators/body-examples.ts';
import { askedContent } from '../../contract/asked-content.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A change that takes the time away at which something ends by itself, by null. */
export type ClearedEnd = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly members: readonly (BodyMember & { readonly form: 'date' | 'date-time' })[];
};

/** Words of moments at which something ends by itself, so that one far ahead does nothing yet. */
const ends: ReadonlySet<string> = new Set('expires expire expiry expiration due until deadline'.split(' '));

/** "`null` takes a value away", "Send null to clear it", "null removes the deadline". */
const clearing =
  /\bnull\b\W*(?:\w+ ){0,3}?(?:takes?|clears?|removes?|unsets?|deletes?|erases?|resets?|empties|drops?|means (?:none|no|never))\b|\b(?:clear|remove|unset|delete|take away|drop|erase)\w*\b[^.]*\b(?:by|with|to|as|using|send(?:ing)?|set(?:ting)?)\b[^.]*\bnull\b|\bnull\b[^.]*\bto (?:clear|remove|unset|delete|erase|drop)\b/iu;

const denied = /\b(?:not|never|cannot|ignored|refused|rejected|unchanged|stays?|keeps?|leaves?)\b|n['’]t\b|\b4\d\d\b/iu;

/** Does the document say that null takes a value of a member away: in words, by what it prints, or because the change is a merge patch (RFC 7396, section 2). */
const isToldFor = (contract: Contract, operation: Operation, { name, schema }: BodyMember): boolean => {
  const { document } = contract;
  const content = askedContent(operation.body);
  if (content && essenceOf(content.mediaType) === 'application/merge-patch+json') return true;
  if (content && bodyExamples(contract, content).usable.some((one) => isObject(one) && one[name] === null)) return true;
  const own = descriptionsIn(document, schema).flatMap(sentencesOf);
  if (own.some((one) => /\bnull\b/u.test(one) && denied.test(one))) return false;
  return [...saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf), ...own].some(
    (one) => clearing.test(one) && !denied.test(one),
  );
};

/** Every such change of a contract that is held to the standard requirements. */
export const clearedEnds = (contract: Contract): readonly ClearedEnd[] => {
  const { document } = contract;
  const trips = contract.standard.size === 0 ? [] : roundTrips(contract);
  return trips.flatMap((trip): readonly ClearedEnd[] => {
    const { patch: operation, read } = trip;
    const shown = operation && read && membersOf(document, placeIn(contract, read, trip.id)?.schema);
    if (!operation || !shown) return [];
    const members = bodyMembers(contract, operation).flatMap((member): ClearedEnd['members'] => {
      const { name, schema } = member;
      const resolved = resolvedSchema(document, schema);
      const format = isObject(resolved) ? resolved['format'] : undefined;
      const form = format === 'date' || format === 'date-time' ? format : undefined;
      const isEnd = wordsOf(name).some((word) => ends.has(word)) && shown.has(name);
      const isMeant = isEnd && mayBeSent(document, schema, null) && mayBeSent(document, shown.get(name) ?? true, null);
      return isMeant && form !== undefined && isToldFor(contract, operation, member) ? [{ ...member, form }] : [];
    });
    return members.length === 0 ? [] : [at(operation.location, { trip, operation, members })];
  });
};
