import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { endsInParameter, isSamePath, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { secretNouns } from '../../contract/infer/told-rotation.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { below } from '../../contract/pointer.ts';
import { at, type Subject } from '../kit/define.ts';
import { isPlainCall } from './lives.ts';
import { rotatedBy } from './rotated-by.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** An operation that gives a resource a new secret, what shows the secret afterwards, and the JSON pointer to it there. */
export type Rotation = Subject & { readonly trip: Trip; readonly rotate: Operation; readonly shownBy: Operation; readonly pointer: string };

/** Words of members with a key that is no secret, or with one that is no longer or not yet in use. */
const others: ReadonlySet<string> = new Set(
  (
    'public publishable primary foreign sort partition external idempotency old previous former prior last next pending upcoming staged ' +
    'masked hidden refresh'
  ).split(' '),
);

/** Members that hold a secret, in the described object and one level deeper, by their pointers. */
const secretsIn = (contract: Contract, schema: Schema | undefined, trip: Trip, depth = 1): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  const chosen = membersOf(contract.document, trip.asked);
  for (const [name, member] of membersOf(contract.document, schema)) {
    const words = wordsOf(name);
    const isSecret = secretNouns.has(words.at(-1) ?? '') && !words.some((word) => others.has(word));
    if (isSecret && name !== trip.id && !chosen.has(name) && isType(contract.document, member, 'string')) found.set(below('', name), words);
    if (depth > 0 && isType(contract.document, member, 'object'))
      for (const [pointer, inner] of secretsIn(contract, member, trip, depth - 1)) found.set(below('', name) + pointer, inner);
  }
  return found;
};

/** Where the described answer of an operation shows the one secret of a name; undefined where it shows none, or several. */
const pointerIn = (contract: Contract, operation: Operation, trip: Trip, thing: string): string | undefined => {
  const secrets = [...secretsIn(contract, answerSchema(operation), trip)];
  const named = secrets.filter(([, words]) => words.includes(thing));
  const [only, ...more] = named.length > 0 ? named : secrets;
  return only === undefined || more.length > 0 ? undefined : only[0];
};

/** Is the path of an operation that of one resource, with one or two segments more. */
const isOn = (path: string, itemPath: string): boolean => {
  const above = tailOf(path).reduce((one) => pathAbove(one), path);
  return !endsInParameter(path) && isSamePath(above, itemPath);
};

const known = new WeakMap<Contract, readonly Rotation[]>();

/** Every such operation of a contract that is held to the standard requirements, at its own place. */
export const rotations = (contract: Contract): readonly Rotation[] => {
  const found = known.get(contract) ?? findRotations(contract);
  known.set(contract, found);
  return found;
};

const findRotations = (contract: Contract): readonly Rotation[] => {
  const seen = new Set<string>();
  return roundTrips(contract).flatMap((trip) =>
    contract.operations.flatMap((rotate): readonly Rotation[] => {
      const isPossible = !seen.has(rotate.key) && isOn(rotate.path, trip.itemPath) && rotate.body?.required !== true && isPlainCall(rotate);
      const thing = isPossible ? rotatedBy(contract, rotate) : undefined;
      if (thing === undefined) return [];
      const [first] = [rotate, trip.read].flatMap((shownBy) => {
        const pointer = shownBy && pointerIn(contract, shownBy, trip, thing);
        return shownBy === undefined || pointer === undefined ? [] : [{ shownBy, pointer }];
      });
      if (!first) return [];
      seen.add(rotate.key);
      return [at(rotate.location, { trip, rotate, ...first })];
    }),
  );
};
