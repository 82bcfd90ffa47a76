import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { isType, membersOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** Words of a switch with which something has to be given by whoever is asked for it. */
const demanding: ReadonlySet<string> = new Set('mandatory required compulsory obligatory'.split(' '));

/** A sentence by which there has to be one of that kind. */
const isWanted = / (?:at least|exactly|no fewer than|not fewer than) (?:one|1|a single) /u;

const known = new WeakMap<Operation, readonly string[]>();

/**
 * The switches in the body of what an operation adds with which that has to be given later by other operations, which say so: `mandatory` where "a complete sheet answers every mandatory
 * task". Without them what is added asks nothing of what comes later. Nothing is judged by it.
 */
export const demandingSwitches = (contract: Contract, addition: Operation): readonly string[] => {
  const before = known.get(addition);
  if (before) return before;
  const { document, operations } = contract;
  const found = [...membersOf(document, askedSchema(addition.body))].flatMap(([member, schema]) => {
    const word = wordsOf(member)
      .filter((one) => one !== 'is')
      .join(' ');
    if (!demanding.has(word) || !isType(document, schema, 'boolean')) return [];
    const sentences = operations
      .filter(({ method, key }) => ['POST', 'PUT', 'PATCH'].includes(method) && key !== addition.key)
      .map(({ location }) => valueAt(document, nodeOf(location)))
      .filter(isObject)
      .flatMap(saidIn)
      .flatMap(sentencesOf)
      .map((one) => ` ${wordsOf(one).join(' ')} `)
      .filter((words) => words.includes(` ${word} `));
    return sentences.length > 0 && !sentences.some((words) => isWanted.test(words)) ? [member] : [];
  });
  known.set(addition, found);
  return found;
};
